-- The function value of the builtin that ran last stays marked while an error's handler, a finalizer or a closer collects.
local function junk() local t = {} for i = 1, 20 do t[i] = {i .. "x"} end collectgarbage() end
local handled = 0
for i = 1, 30 do
  local ok, e = xpcall(function() local w = coroutine.wrap(function() end) w() w = nil local x = nil + i end, function(m) print = print junk() handled = handled + #tostring(m:match("arith")) return m end)
  assert(not ok) junk()
end
print(handled) -- expect: 150
local finalized = 0
for i = 1, 30 do
  coroutine.wrap(function(...) coroutine.yield(...) end)(i)
  setmetatable({}, {__gc = function() finalized = finalized + 1 junk() tostring(i) end})
  local x <close> = setmetatable({}, {__close = function() junk() end})
  junk()
end
junk() print(finalized) -- expect: 30
-- a builtin called by a builtin: the caller's function is marked too
for i = 1, 10 do
  local step = coroutine.wrap(function() for k = 1, 3 do coroutine.yield(("k" .. k):gsub("%d", tostring)) end end)
  for v in step do junk() assert(#v == 2) end
  local match = ("a1 b2"):gmatch("%a(%d)")
  print = print
  assert(match() == "1") junk() assert(match() == "2")
end
print "done" -- expect: done
