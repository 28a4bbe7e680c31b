-- A coroutine that died keeps the frames of library functions that called Lua, for traceback, getlocal and close.
local function show(co) print((debug.traceback(co):gsub("\n%s*", " | "))) end
local function closing(name) return setmetatable({}, {__close = function(_, e) print("close", name, e) end}) end
local co = coroutine.create(function() table.sort({1, 2}, function(a, b) return a.b > b.b end) end)
print(coroutine.resume(co))
show(co)
co = coroutine.create(function()
  local outer <close> = closing("outer")
  string.gsub("x", "x", function(c)
    local inner <close> = closing("inner")
    table.sort({3, 2, 1}, function(p, q) local deepest <close> = closing("deepest") error("deep " .. c) end)
  end)
end)
print(coroutine.resume(co))
show(co)
print(debug.getlocal(co, 1, 1), debug.getlocal(co, 1, 2))
print(debug.getinfo(co, 2, "S").what, debug.getinfo(co, 3, "l").currentline)
print(coroutine.close(co))
show(co)
print(pcall(coroutine.wrap(function()
  local w <close> = closing("w")
  tostring(setmetatable({}, {__tostring = function() local x <close> = closing("x") error("in tostring") end}))
end)))
co = coroutine.create(function() print(load(function() error("reader") end)) error("after") end)
print(coroutine.resume(co))
show(co)
co = coroutine.create(function() print(pcall(table.sort, {1, 2}, error)) table.sort({1, 2}, function() coroutine.yield() end) end)
print(coroutine.resume(co))
show(co)
co = coroutine.create(function() debug.sethook(function() error("hook") end, "l")
  local a = 1
end)
print(coroutine.resume(co))
show(co)
local outer = coroutine.create(function()
  table.sort({1, 2}, function()
    local inner = coroutine.create(function() string.gsub("y", "y", function() error("inner") end) end)
    print(coroutine.resume(inner))
    show(inner)
    error("outer")
  end)
end)
print(coroutine.resume(outer))
show(outer)
print(xpcall(function() coroutine.wrap(function() table.sort({1, 2}, function() error("w") end) end)() end, function(m) return "handled " .. m end))
for i = 1, 50 do
  local c = coroutine.create(function() string.gsub("z", "z", function() local t <close> = setmetatable({}, {__close = print}) error({}) end) end)
  coroutine.resume(c)
end
collectgarbage()
print("end")
-- expect: false	frames_of_failed_callbacks.lua:4: attempt to index a number value (local 'a')
-- expect: stack traceback: | frames_of_failed_callbacks.lua:4: in function <frames_of_failed_callbacks.lua:4> | [C]: in function 'table.sort' | frames_of_failed_callbacks.lua:4: in function <frames_of_failed_callbacks.lua:4>
-- expect: false	frames_of_failed_callbacks.lua:11: deep x
-- expect: stack traceback: | [C]: in function 'error' | frames_of_failed_callbacks.lua:11: in function <frames_of_failed_callbacks.lua:11> | [C]: in function 'table.sort' | frames_of_failed_callbacks.lua:11: in function <frames_of_failed_callbacks.lua:9> | [C]: in function 'string.gsub' | frames_of_failed_callbacks.lua:9: in function <frames_of_failed_callbacks.lua:7>
-- expect: p	q	3
-- expect: C	11
-- expect: close	deepest	frames_of_failed_callbacks.lua:11: deep x
-- expect: close	inner	frames_of_failed_callbacks.lua:11: deep x
-- expect: close	outer	frames_of_failed_callbacks.lua:11: deep x
-- expect: false	frames_of_failed_callbacks.lua:11: deep x
-- expect: stack traceback:
-- expect: close	x	frames_of_failed_callbacks.lua:22: in tostring
-- expect: close	w	frames_of_failed_callbacks.lua:22: in tostring
-- expect: false	frames_of_failed_callbacks.lua:22: in tostring
-- expect: nil	frames_of_failed_callbacks.lua:24: reader
-- expect: false	frames_of_failed_callbacks.lua:24: after
-- expect: stack traceback: | [C]: in function 'error' | frames_of_failed_callbacks.lua:24: in function <frames_of_failed_callbacks.lua:24>
-- expect: false	2
-- expect: false	attempt to yield across a C-call boundary
-- expect: stack traceback: | [C]: in function 'coroutine.yield' | frames_of_failed_callbacks.lua:27: in function <frames_of_failed_callbacks.lua:27> | [C]: in function 'table.sort' | frames_of_failed_callbacks.lua:27: in function <frames_of_failed_callbacks.lua:27>
-- expect: false	frames_of_failed_callbacks.lua:30: hook
-- expect: stack traceback: | [C]: in function 'error' | frames_of_failed_callbacks.lua:30: in hook '?' | frames_of_failed_callbacks.lua:31: in function <frames_of_failed_callbacks.lua:30>
-- expect: false	frames_of_failed_callbacks.lua:37: inner
-- expect: stack traceback: | [C]: in function 'error' | frames_of_failed_callbacks.lua:37: in function <frames_of_failed_callbacks.lua:37> | [C]: in function 'string.gsub' | frames_of_failed_callbacks.lua:37: in function <frames_of_failed_callbacks.lua:37>
-- expect: false	frames_of_failed_callbacks.lua:40: outer
-- expect: stack traceback: | [C]: in function 'error' | frames_of_failed_callbacks.lua:40: in function <frames_of_failed_callbacks.lua:36> | [C]: in function 'table.sort' | frames_of_failed_callbacks.lua:36: in function <frames_of_failed_callbacks.lua:35>
-- expect: false	handled frames_of_failed_callbacks.lua:45: frames_of_failed_callbacks.lua:45: w
-- expect: end
