local N = ... -- rounds
local function none() end local function id(...) return ... end local function two(a, b) return a, b end
local function tail(n) if n > 0 then return tail(n - 1) end return two(1, 2) end
local function vtail(...) return id(...) end
local o = {m = function(self, x) return x end} local abs, unpack = math.abs, table.unpack local l = {1, 2, 3}
for n = 1, N / 4 do none() none(1, 2) id() id(n) id(id(n, n)) two(n) two(id(n)) tail(2) vtail(n, n) o:m(n) abs(n) unpack(l)
  local x, y, z = id(n) x, y = two(1, 2, 3) x = {id(n, n)} x = (id(n)) x = select("#", unpack(l)) x = (function() return n end)() end
