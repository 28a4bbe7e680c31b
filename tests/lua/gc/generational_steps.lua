-- In generational mode a step collects a small heap each time; what is large it pays for in parts, and ends no cycle.
collectgarbage("generational")
local function steps(kilobytes)
  collectgarbage()
  local weak, n, ended = setmetatable({{}}, {__mode = "v"}), 0, false
  repeat
    n = n + 1
    ended = collectgarbage("step", kilobytes) or ended
  until #weak == 0
  return n, ended
end
collectgarbage("stop")
print(steps(0)) -- expect: 1	false
local keep = {}
for i = 1, 100000 do keep[i] = {i} end
local basic, ended = steps(0)
print(basic > 4, basic < 1000, ended) -- expect: true	true	false
print(steps(20000)) -- expect: 1	false
print(steps(10) > 4 * steps(100)) -- expect: true
keep = nil
collectgarbage()
print(steps(0)) -- expect: 1	false
