-- A tail call through __call takes the caller's place as well: a million of them need no stack.
local t = setmetatable({}, {__call = function(self, n, ...) if n == 0 or n == nil then return "end", ... end return self((tonumber(n) or 1) - 1, ...) end})
print(t(300000)) -- expect: end
print(t(300000, 1, nil, 3)) -- expect: end	1	nil	3
local u = setmetatable({}, {__call = function(self, n) if n == 0 then return "end" end return self(table.unpack({n - 1})) end})
print(u(300000)) -- expect: end
local v = setmetatable({}, {__call = t})
print(pcall(v, 0)) -- expect: true	end	0
print(pcall(function() local x = {} return x(1) end))
-- expect: false	tail_call_of_callable.lua:9: attempt to call a table value (local 'x')
local chained = setmetatable({}, {__call = setmetatable({}, {__call = function(self, object, n)
  if n == 0 then return "end" end
  return object(n - 1)
end})})
print(chained(300000)) -- expect: end
local circle = setmetatable({}, {})
getmetatable(circle).__call = circle
print(pcall(function() return circle() end)) -- expect: false	tail_call_of_callable.lua:18: stack overflow
