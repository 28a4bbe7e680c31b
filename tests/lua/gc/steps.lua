-- collectgarbage("step"): pays for a collection in parts, and the step that has paid for all of it collects.
collectgarbage("incremental")
local keep = {}
for i = 1, 20000 do keep[i] = {i} end
local function steps(kilobytes)
  collectgarbage()
  local weak, n = setmetatable({{}}, {__mode = "v"}), 0
  repeat n = n + 1 until collectgarbage("step", kilobytes)
  return n, #weak
end
collectgarbage("stop")
print(select(2, steps(0)), select(2, steps(10)), select(2, steps(1000))) -- expect: 0	0	0
print(steps(0) < 5, steps(2) > 4 * steps(10), steps(10) > 4 * steps(100), steps(20000)) -- expect: true	true	true	1	0
print(collectgarbage("isrunning")) -- expect: false
collectgarbage("restart")
-- A larger multiplier needs fewer basic steps; the parameters are kept in bytes, in units of 4.
collectgarbage("incremental", 0, 8) local slow = steps(0) collectgarbage("incremental", 0, 400)
print(slow > steps(0)) -- expect: true
print(collectgarbage("setpause", 33), collectgarbage("setpause", 5000), collectgarbage("setpause", -5), collectgarbage("setpause", 200))
-- expect: 200	32	904	1020
print(collectgarbage("setstepmul", 1001), collectgarbage("setstepmul", 3), collectgarbage("setstepmul", 100)) -- expect: 400	1000	0
print(collectgarbage("incremental", 120, 60, 10), collectgarbage("setpause", 200), collectgarbage("setstepmul", 100))
-- expect: incremental	120	60
print(pcall(collectgarbage, "step", {})) -- expect: false	bad argument #2 to 'collectgarbage' (number expected, got table)
print(pcall(collectgarbage, "generational", 1, "x"))
-- expect: false	bad argument #3 to 'collectgarbage' (number expected, got string)
print(pcall(collectgarbage, "incremental", 1, 2, 3.5))
-- expect: false	bad argument #4 to 'collectgarbage' (number has no integer representation)
