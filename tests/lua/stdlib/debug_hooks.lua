-- Events of hooks: which, in which order, with which lines and names; hooks of coroutines; errors and yields in hooks.
local function trace(mask, count, f, ...)
  local seen = {}
  debug.sethook(function(event, line)
    local about = debug.getinfo(2, "nt")
    local name = about.name or "?"
    seen[#seen + 1] = line and event .. " " .. line or event .. " " .. name .. (about.istailcall and " (tail)" or "")
  end, mask, count)
  local results = table.pack(pcall(f, ...))
  debug.sethook()
  print(table.concat(seen, "; "))
  print(table.unpack(results, 1, results.n))
end

local function add(a, b)
  local sum = a + b
  return sum
end
trace("l", 0, function()
  local x = add(1, 2)
  for i = 1, 2 do
    x = x + i
  end
  local f = function() x = x + 1 end
  while x < 8 do
    f()
  end
  return x
end)
trace("cr", 0, function(n)
  local function down(k) if k > 0 then return down(k - 1) end return add(k, k) end
  local object = setmetatable({}, {__index = function(_, key) return key end, __close = function() end})
  local closed <close> = object
  for _ in pairs({1}) do pcall(error, "x") end
  local wrapped = coroutine.wrap(function(a) coroutine.yield(a) end)
  wrapped(1)
  wrapped()
  return object.name, down(n)
end, 2)
trace("c", 0, table.sort, {2, 1}, function(a, b) return a < b end)

local counted = 0
debug.sethook(function() counted = counted + 1 end, "", 1000)
for i = 1, 1000000 do end
debug.sethook()
print(counted >= 1000 and counted < 1010)
for _, mask in ipairs {"c", "r", "l"} do
  local calls = 0
  debug.sethook(function() calls = calls + 1 end, mask)
  local function loop(n) if n > 0 then return loop(n - 1) end end
  loop(200000)
  for i = 1, 200000 do add(i, i) end
  debug.sethook()
  print(mask, calls > 200000)
end

local lines = {}
local co = coroutine.create(function()
  coroutine.yield()
  local a = 1
end)
debug.sethook(co, function(_, line) lines[#lines + 1] = line end, "l")
coroutine.resume(co)
local other = 2
coroutine.resume(co)
print(table.concat(lines, " "), debug.gethook() == nil, select(2, debug.gethook(co)))

for _, mask in ipairs {"c", "r", "l"} do
  print(pcall(function()
    debug.sethook(function(event) debug.sethook() error("in " .. event, 0) end, mask)
    add(1, 2)
  end))
end
print(coroutine.wrap(function()
  local ok, message = pcall(function()
    debug.sethook(function() debug.sethook() coroutine.yield() end, "l")
    local x = 1
  end)
  return message
end)())

local values
debug.sethook(function(event)
  local about = debug.getinfo(2, "r")
  values = {event}
  for i = about.ftransfer, about.ftransfer + about.ntransfer - 1 do
    values[#values + 1] = select(2, debug.getlocal(2, i))
  end
end, "r")
local function several(...) return 10, ... end
several(20, 30)
local kept = values
debug.sethook()
print(table.unpack(kept))
-- expect: line 9; line 20; line 16; line 17; line 21; line 22; line 21; line 22; line 21; line 24; line 25; line 26; line 24; line 25; line 26; line 24; line 25; line 28; line 10
-- expect: true	8
-- expect: return sethook; call pcall; call ?; call setmetatable; return setmetatable; call pairs; return pairs; call for iterator; return for iterator; call pcall; call ?; return pcall; call for iterator; return for iterator; call wrap; return wrap; call wrapped; return wrapped; call wrapped; return wrapped; call index; return index; call down; tail call ? (tail); tail call ? (tail); tail call ? (tail); return ? (tail); call close; return close; return ?; return pcall; call pack; return pack; call sethook
-- expect: true	name	0
-- expect: call pcall; call ?; call ?; call pack; call sethook
-- expect: true
-- expect: true
-- expect: c	true
-- expect: r	true
-- expect: l	true
-- expect: 59 60 61	true	l	0
-- expect: false	in call
-- expect: false	in return
-- expect: false	in line
-- expect: attempt to yield across a C-call boundary
-- expect: return	10	20	30
