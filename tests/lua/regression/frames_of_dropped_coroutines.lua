-- What dropped coroutines hold counts as garbage: collections come without other allocations.
local function dropped(stop, n, depth)
  local alive = setmetatable({}, {__mode = "k"})
  local function down(k)
    if k == 0 then stop() end
    return 1 + down(k - 1)
  end
  for i = 1, n do
    local co = coroutine.create(down)
    coroutine.resume(co, depth)
    alive[co] = true
  end
  local left = 0
  for _ in pairs(alive) do left = left + 1 end
  return left < n / 2
end

collectgarbage()
print(dropped(coroutine.yield, 60, 3000)) -- expect: true
collectgarbage()
print(dropped(error, 60, 3000)) -- expect: true
