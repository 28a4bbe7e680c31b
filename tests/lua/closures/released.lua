-- Closures and cells that are their block's own go back at its end, by every way out; what debug hands out stays.

-- A fresh closure takes the place of a released one, so a stale copy would be called as somebody else.
local function churn() local made = {} for i = 1, 50 do made[i] = function() return i end end return made end

local function all_ways(n)
  local seen = {}
  for i = 1, n do
    local count = 0
    local function add(k) count = count + k if k > 1 then add(k - 1) end end
    local function twice() add(2) add(1) end
    twice()
    if i % 5 == 1 then goto continue end
    if i % 5 == 2 then
      local function inner() return count + 1 end
      seen[#seen + 1] = inner()
      goto continue
    end
    while true do
      local function leave() add(1) return true end
      if leave() then break end
    end
    repeat local function done() return count > 0 end until done()
    ::continue::
    seen[#seen + 1] = count
  end
  return #seen, seen[1], seen[2], seen[3], seen[#seen]
end
print(all_ways(1000))            -- expect: 1200	4	5	4	5

-- A value made by a released closure lives on.
local function make(n)
  local function table_of(k) return {k, function() return k end} end
  local t = table_of(n)
  return t
end
local t = make(7)
churn()
print(t[1], t[2]())              -- expect: 7	7

-- Errors leave the block another way.
for i = 1, 3 do
  local ok, message = pcall(function()
    local n = i
    local function fail() n = n + 1 error("failed " .. n, 0) end
    fail()
  end)
  if i == 3 then print(ok, message) end     -- expect: false	failed 4
end

-- A coroutine in the middle of such a block, dropped or ended.
local function body()
  local sum = 0
  local function step(k) sum = sum + coroutine.yield(k) end
  for k = 1, 3 do step(k) end
  return sum
end
local co = coroutine.wrap(body)
co() churn() co(10) churn() co(20)
print(co(30))                    -- expect: 60
for _ = 1, 100 do coroutine.wrap(body)() end
collectgarbage()

-- debug.getinfo hands out the function that runs, and with it the cells that it has.
local kept
local function give()
  local n = 0
  local function bump() n = n + 1 end
  local function show() kept = debug.getinfo(1, "f").func bump() return n end
  show()
  return n
end
print(give())                    -- expect: 1
churn() collectgarbage() churn()
print(kept())                    -- expect: 2

-- debug.getlocal hands out a local, and the temporary that a call left behind.
local function look()
  local function f() return "f" end
  local found
  for i = 1, 10 do
    local name, value = debug.getlocal(1, i)
    if name == "f" then found = value end
  end
  f()
  return found
end
local found = look()
churn() collectgarbage() churn()
print(found())                   -- expect: f

local function temporaries()
  local got = {}
  do
    local function f() return "f" end
    f() f()
  end
  for i = 1, 20 do
    local name, value = debug.getlocal(1, i)
    if name and type(value) == "function" then got[#got + 1] = value end
  end
  return got
end
local got = temporaries()
churn() collectgarbage() churn()
for _, f in ipairs(got) do assert(type(f) == "function") pcall(f) end

-- A call hook sees every function.
local hooked = {}
debug.sethook(function() hooked[#hooked + 1] = debug.getinfo(2, "f").func end, "c")
do
  local n = 40
  local function plus(k) return n + k end
  plus(1)
end
debug.sethook()
churn() collectgarbage() churn()
print(hooked[1](2))              -- expect: 42

-- debug.setlocal puts another function there, debug.setupvalue another value into its cell.
do
  local n = 1
  local function f() return n end
  local name
  for i = 1, 30 do
    name = debug.getlocal(1, i)
    if name == "f" then debug.setlocal(1, i, function() return "set" end) break end
  end
  print(name, f())               -- expect: f	set
end
churn() collectgarbage() churn()

-- upvaluejoin lets an outer function share the cell.
local joined = function() return t end
do
  local n = "joined"
  local function f() return n end
  debug.upvaluejoin(joined, 1, (function()
    local g
    for i = 1, 40 do
      local name, value = debug.getlocal(2, i)
      if name == "f" then g = value end
    end
    return g
  end)(), 1)
  f()
end
churn() collectgarbage() churn()
print(joined())                  -- expect: joined

-- Nothing of this shows in a dump.
local loaded = load(string.dump(load([[
  local total = 0
  for i = 1, 10 do local function f(k) total = total + k if k > 0 then f(k - 1) end end f(i) end
  return total
]])))
print(loaded())                  -- expect: 220
