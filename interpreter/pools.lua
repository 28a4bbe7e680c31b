-- The module `pools`: the figures of the pools as plain tables, for Lua code that looks at its own allocations.
-- The host hands in a function that gives them now, and one for the names of those that count upwards.
local now, counted = ...

local pools = {}

--- The figures at this moment: {pools = {frames = {rents = …}, ["locals[4]"] = {…}, …}, frames = {…}, heap = {…}, …}.
function pools.snapshot()
  return now()
end

local function difference(later, earlier, counts)
  local result = {}
  for name, value in pairs(later) do
    local before = earlier[name]
    if type(value) == "table" then
      result[name] = difference(value, type(before) == "table" and before or {}, counts)
    elseif counts[name] and type(value) == "number" then
      result[name] = value - (type(before) == "number" and before or 0)
    else
      result[name] = value
    end
  end
  return result
end

--- The traffic since a snapshot: counters are less what they were, what is there now (live, retained, …) stays.
function pools.since(earlier)
  if type(earlier) ~= "table" or type(earlier.pools) ~= "table" then
    error("bad argument #1 to 'since' (a snapshot of 'pools.snapshot' expected)", 2)
  end
  return difference(now(), earlier, counted())
end

return pools
