-- Closers that fail, or cannot be called, while an error unwinds; deep stacks of them take linear time.
local function closing(f) return setmetatable({}, {__close = f}) end
print(pcall(function() local x <close> = setmetatable({}, {__close = 5}) error("first") end))
print(pcall(function() local x <close> = closing(print) getmetatable(x).__close = {} error("first") end))
local co = coroutine.create(function() local x <close> = closing(print) getmetatable(x).__close = nil coroutine.yield() end)
print(coroutine.resume(co))
print(coroutine.close(co))
print(coroutine.status(co), coroutine.close(co))
local closed = 0
local function deep(k)
  local x <close> = closing(function() closed = closed + 1 end)
  if k == 0 then error("bottom", 0) end
  deep(k - 1)
end
print(pcall(deep, 2000), closed)
local function failing(k)
  local x <close> = closing(function(_, e) error(k, 0) end)
  if k == 0 then error("bottom", 0) end
  failing(k - 1)
end
print(pcall(failing, 2000))
print(pcall(function()
  local a <close> = closing(function(_, e) print("a", e) end)
  pcall(function() local b <close> = closing(function() error("in b", 0) end) error("out", 0) end)
  error("end", 0)
end))
-- expect: false	attempt to call a number value
-- expect: false	attempt to call a table value
-- expect: true
-- expect: false	attempt to call a nil value
-- expect: dead	true
-- expect: false	2001
-- expect: false	2000
-- expect: a	end
-- expect: false	end
