local N = ... -- rounds
local t, u = {1, 2, 3}, {a = 1, b = 2} local function step(s, i) if i < 3 then return i + 1 end end
local callable = setmetatable({}, {__call = function(_, s, i) if i < 3 then return i + 1 end end})
for n = 1, N / 16 do for i = 1, 3 do end for i = 3, 1, -1 do end for i = 1.0, 2.0, 0.5 do end for k, v in pairs(t) do end for k, v in pairs(u) do end
  for i, v in ipairs(t) do end for i in step, nil, 0 do end for i in callable, nil, 0 do end for k, v, w, x in next, u do end
  local i = 0 while i < 3 do i = i + 1 end repeat i = i - 1 until i == 0 ::top:: i = i + 1 if i < 3 then goto top end
  for c in ("abc"):gmatch(".") do end for i in coroutine.wrap(function() coroutine.yield(1) coroutine.yield(2) end) do end end
for i = 1, N do end local i = 0 while i < N do i = i + 1 end repeat i = i - 1 until i == 0
