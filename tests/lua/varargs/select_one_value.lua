-- `select` over varargs, cut to one value: every kind of first argument, errors, other functions of that name, hooks.
local function pick(n, ...) local v = select(n, ...) return v end
print(pick("#")) print(pick("#", nil)) print(pick("#", 1, nil, 3, nil)) print(pick("#more", 1, 2))
-- expect: 0
-- expect: 1
-- expect: 4
-- expect: 2
print(pick(1, "a", "b"), pick(2, "a", "b"), pick(3, "a", "b"), pick(math.maxinteger, "a")) -- expect: a	b	nil	nil
print(pick(-1, "a", "b"), pick(-2, "a", "b"), pick(2.0, "a", "b"), pick("2", "a", "b"), pick("-1", "a", "b"))
-- expect: b	a	b	b	b
print(pick(1), pick(2), pick(1, nil)) -- expect: nil	nil	nil
for _, n in ipairs {0, -3, 1.5, math.mininteger, "x", {}, true} do print(pcall(pick, n, "a", "b")) end
-- expect: false	select_one_value.lua:2: bad argument #1 to 'select' (index out of range)
-- expect: false	select_one_value.lua:2: bad argument #1 to 'select' (index out of range)
-- expect: false	select_one_value.lua:2: bad argument #1 to 'select' (number has no integer representation)
-- expect: false	select_one_value.lua:2: bad argument #1 to 'select' (index out of range)
-- expect: false	select_one_value.lua:2: bad argument #1 to 'select' (number expected, got string)
-- expect: false	select_one_value.lua:2: bad argument #1 to 'select' (number expected, got table)
-- expect: false	select_one_value.lua:2: bad argument #1 to 'select' (number expected, got boolean)
local function sum(...)
  local s = 0
  for i = 1, select("#", ...) do s = s + (select(i, ...)) end
  return s
end
print(sum(), sum(1), sum(1, 2, 3)) -- expect: 0	1	6
local function compare(...) return select("#", ...) == 2 and select(2, ...) > 1, -select(1, ...) end
print(compare(1, 2)) print(compare(3)) -- expect: true	-1
-- expect: false	-3
do
  local select = function(...) return ... end
  local function own(...) local v = select(7, ...) return v end
  print(own(1, 2)) -- expect: 7
end
local function hooked(...)
  local calls = 0
  debug.sethook(function() calls = calls + (debug.getinfo(2, "f").func == select and 1 or 0) end, "c")
  local a, b, c = (select("#", ...)), (select(1, ...)), (select(-1, ...))
  debug.sethook()
  return calls, a, b, c
end
print(hooked(4, 5)) -- expect: 3	2	4	5
local saved = select
select = nil
print(pcall(pick, 1, 2)) -- expect: false	select_one_value.lua:2: attempt to call a nil value (global 'select')
select = setmetatable({}, {__call = function(_, n, ...) return n, ... end})
print(pick(8, 9)) -- expect: 8
select = saved
print(pick(1, 9)) -- expect: 9
