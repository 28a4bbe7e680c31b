-- `return f(x)` where f is a builtin: results to callers that want none, one, some or all, errors, hooks, yields, closers.
local function kind(x) return type(x) end
local function all(t) return table.unpack(t) end
local function none() return collectgarbage("stop"), collectgarbage("restart") end
local function parts(s) return string.match(s, "(%a)(%a)(%a)") end
print(kind(1), (kind(nil))) -- expect: number	nil
print(all {1, 2, 3}) -- expect: 1	2	3
print((all {1, 2, 3}), (all {})) -- expect: 1	nil
local a, b, c, d = all {1, 2, 3} print(a, b, c, d) -- expect: 1	2	3	nil
local t = {all {4, 5}, all {}, all {6, nil, 7}} print(#t, t[1], t[2], t[3], t[5]) -- expect: 5	4	nil	6	7
all {1} kind(2) none()
print(parts("abc"), parts("12")) -- expect: a	nil
print(select("#", all {}), select("#", kind(1)), select("#", parts("xyz"))) -- expect: 0	1	3
local function deep(n) if n == 0 then return select(2, "x", "y", "z") end return deep(n - 1) end
print(deep(0)) print(deep(1000)) -- expect: y	z
-- expect: y	z
-- errors keep their positions and the callee's name
local function bad() return ("x"):rep({}) end
local function worse() return math.floor("z") end
print(pcall(bad)) print(pcall(worse)) print(type(select(2, pcall(function() return error({}) end))))
-- expect: false	builtins.lua:18: bad argument #1 to 'rep' (number expected, got table)
-- expect: false	builtins.lua:19: bad argument #1 to 'floor' (number expected, got string)
-- expect: table
-- a builtin that goes on in the VM
print((function() return pcall(error, "e") end)()) -- expect: false	e
local co = coroutine.wrap(function(...) return coroutine.yield(...) end)
print(co(1, 2)) print(co(3, 4)) -- expect: 1	2
-- expect: 3	4
-- in place of a metamethod, an iterator, a comparison
local v = setmetatable({}, {__index = function(_, k) return tostring(k) end, __add = function(x, y) return rawlen(y) end,
  __lt = function() return rawequal(1, 1) end, __len = function() return math.max(3, 9) end,
  __call = function(_, ...) return select("#", ...) end, __close = function() return print("closed") end})
print(v.key, v + {1, 2}, v < v, #v, v(1, nil)) -- expect: key	2	true	9	2
do local _ <close> = v end -- expect: closed
for k in (function(_, k) return next({"only"}, k) end) do print(k) end -- expect: 1
-- a variable to be closed is closed after the call
local function closing() local _ <close> = v return kind(v) end
print(closing()) -- expect: closed
-- expect: table
-- hooks see the call and the return
local seen = {}
debug.sethook(function(event)
  local info = debug.getinfo(2, "S")
  if info.what == "C" then seen[#seen + 1] = event end
end, "cr")
kind(1)
debug.sethook()
print(table.concat(seen, " ", 1, 3)) -- expect: return call return
-- garbage that falls due in it
local rope = 0
local function grow(i) return string.rep("x", i) end
for i = 1, 2000 do rope = rope + #grow(i) end
print(rope) -- expect: 2001000
local function build(i) return setmetatable({i}, getmetatable(v)) end
local sum = 0
for i = 1, 100000 do sum = sum + build(i)[1] end
print(sum) -- expect: 5000050000
