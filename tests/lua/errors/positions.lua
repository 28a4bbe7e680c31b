-- The line in a message is the line of the failing operation.
local function line(f, ...) print(select(2, pcall(f, ...))) end
line(function()
  local a
  local b = 1
  return a.x
end)
-- expect: positions.lua:6: attempt to index a nil value (local 'a')
line(function(t) return
  t
  .x
  .y
end, {})
-- expect: positions.lua:12: attempt to index a nil value (field 'x')
line(function(f)
  f(
    1,
    2
  )
end, nil)
-- expect: positions.lua:16: attempt to call a nil value (local 'f')
line(function()
  local s = "a"
    ..
    {}
end)
-- expect: positions.lua:24: attempt to concatenate a table value
line(function()
  local x = 1 +
    2 +
    nil
end)
-- expect: positions.lua:30: attempt to perform arithmetic on a nil value
line(function() for i = 1,
  10,
  0 do end
end)
-- expect: positions.lua:36: 'for' step is zero
line(function()
  local t = {
    a = 1,
    b = nil .. "x",
  }
end)
-- expect: positions.lua:42: attempt to concatenate a nil value
line(function()
  if nil < 1 then
    print "no"
  end
end)
-- expect: positions.lua:47: attempt to compare nil with number
line(load("\n\nlocal x = y.z", "=chunk"))
-- expect: chunk:3: attempt to index a nil value (global 'y')
line(load("return 1,\n2,\nnothing()", "=chunk"))
-- expect: chunk:3: attempt to call a nil value (global 'nothing')
line(string.rep) -- expect: bad argument #1 to 'string.rep' (string expected, got no value)
line(function() string.rep() end)
-- expect: positions.lua:57: bad argument #1 to 'rep' (string expected, got no value)
line(function()
  ("x"):rep({})
end)
-- expect: positions.lua:60: bad argument #1 to 'rep' (number expected, got table)
line(function() return setmetatable({}, {__index = function(t, k)
  error("in index")
end}).x end)
-- expect: positions.lua:64: in index
