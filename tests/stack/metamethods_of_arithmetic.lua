local N = ... -- rounds
local function one() return 1 end
local o = setmetatable({}, {__add = one, __sub = one, __mul = one, __div = one, __mod = one, __pow = one, __idiv = one,
  __band = one, __bor = one, __bxor = one, __shl = one, __shr = one, __unm = one, __bnot = one, __concat = one, __len = one})
local x
for n = 1, N / 8 do x = o + 1 x = 1 - o x = o * o x = o / 1 x = o % 1 x = o ^ 1 x = o // 1 x = o & 1 x = o | 1 x = o ~ 1
  x = o << 1 x = o >> 1 x = -o x = ~o x = o .. 1 x = 1 .. o x = "a" .. o .. "b" x = #o end
