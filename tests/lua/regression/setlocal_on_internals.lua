-- debug.setlocal cannot make the VM take one kind of value for another: loop states, tables under construction.
-- (PUC Lua 5.4.8 itself crashes on this program.)
local function junk() local t = {} for i = 1, 20 do t[i] = {i .. "x"} end collectgarbage() end
local function set_all(level, v) for i = 1, 30 do if not debug.setlocal(level + 1, i, v) then break end end end
local rounds = 0
local function loops(v, stop)
  for i = 1, 3 do
    for x = 1.0, 2.0 do rounds = rounds + 1 if rounds > 200 then return end set_all(2, v) junk() local t = {} end
  end
end
for _, v in ipairs {{}, "text" .. 1, print} do rounds = 0 pcall(loops, v) junk() end
print(rounds > 0) -- expect: true
local function construct(v)
  local t = {1, (function() set_all(2, v) junk() return "two" end)(), select(2, 1, 2, 3)}
  local u = {(function() set_all(2, v) junk() return "two" end)(), {}, {}}
  return t
end
for _, v in ipairs {1 << 40, 0.5, "text", true} do pcall(construct, v) junk() end
local hooked = 0
for k = 1, 60 do
  pcall(function()
    local n = 0
    debug.sethook(function() n = n + 1 if n == k then debug.sethook() hooked = hooked + 1 for i = 1, 30 do debug.setlocal(2, i, {}) end junk() end end, "", 1)
    local s = 0
    for i = 1, 2 do for k, v in pairs({i, {i, i}, x = "y"}) do s = s + 1 local function f() return s, k end f() if s > 20 then break end end end
  end)
  debug.sethook() junk()
end
print(hooked) -- expect: 60
print "still sound" -- expect: still sound
