-- The call hook runs for a callable object that is called in a tail, whether its arguments are open or not.
local object = setmetatable({}, {__call = function(self, ...) return ... end})
local function events(f)
  local seen = {}
  debug.sethook(function(event) seen[#seen + 1] = event .. " " .. debug.getinfo(2, "S").linedefined end, "cr")
  f(1, 2)
  debug.sethook()
  print(table.concat(seen, ", ", 2, #seen - 1))
end
events(function() return object() end) -- expect: call 10, tail call 2, return 2
events(function() return object(1) end) -- expect: call 11, tail call 2, return 2
events(function(...) return object(...) end) -- expect: call 12, tail call 2, return 2
events(function() return (function() return object end)()(3) end) -- expect: call 13, call 13, return 13, tail call 2, return 2
local chain = setmetatable({}, {__call = object})
events(function() return chain() end) -- expect: call 15, tail call 2, return 2
