-- A raising __close neither skips the outer closers nor the message handler.
local log = {}
local function c(name, fails) return setmetatable({}, {__close = function(_, e)
  log[#log + 1] = name .. ":" .. tostring(e) if fails then error(name .. " failed", 0) end end}) end
print(xpcall(function()
  local a <close> = c "a"
  local b <close> = c("b", true)
  local d <close> = c("d", true)
  error("body", 0)
end, function(m) log[#log + 1] = "handler:" .. m return m end))
-- expect: false	b failed
print(table.concat(log, " "))
-- expect: handler:body d:body handler:d failed b:d failed handler:b failed a:b failed
