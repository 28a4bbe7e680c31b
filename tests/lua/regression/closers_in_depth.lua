-- Closers that run while an error unwinds stand on no C level of what failed; a deep stack of them takes linear time.
local calls = 0
local function closer()
  calls = calls + 1
  local x <close> = setmetatable({}, {__close = closer})
  error("again", 0)
end
print(select(2, pcall(closer)):match("%a+ overflow")) -- expect: stack overflow
print(calls > 300) -- expect: true

local closed = 0
local mt = {__close = function() closed = closed + 1 end}
local function deep(n)
  local x <close> = setmetatable({}, mt)
  if n == 0 then error("bottom", 0) end
  deep(n - 1)
end
print(pcall(deep, 100000), closed) -- expect: false	100001

-- The level is given back whatever ends the closer.
for _ = 1, 500 do
  pcall(function()
    local a <close> = setmetatable({}, {__close = function() error("a") end})
    local b <close> = setmetatable({}, {__close = error})
    local c <close> = setmetatable({}, {__close = function() end})
    error("body")
  end)
end
local co = coroutine.wrap(function()
  for i = 1, 300 do
    pcall(function()
      local a <close> = setmetatable({}, {__close = function() coroutine.yield(i) end})
      error("body")
    end)
  end
  return "end"
end)
local last
for _ = 1, 300 do last = co() end
print(last, co()) -- expect: 300	end
for _ = 1, 300 do
  local held = coroutine.create(function()
    local a <close> = setmetatable({}, {__close = function() coroutine.yield() end})
    local b <close> = setmetatable({}, {__close = function() coroutine.yield() end})
    error("body")
  end)
  coroutine.resume(held)
  pcall(coroutine.close, held)
end
print(pcall(pcall, pcall, error, "still works")) -- expect: true	true	false	still works
