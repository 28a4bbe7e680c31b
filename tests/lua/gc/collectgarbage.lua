-- collectgarbage: options and results.
print(collectgarbage(), collectgarbage("collect"), type(collectgarbage("count")), collectgarbage("count") > 0)
-- expect: 0	0	number	true
print(collectgarbage("isrunning"), collectgarbage("stop"), collectgarbage("isrunning"), collectgarbage("restart"), collectgarbage("isrunning"))
-- expect: true	0	false	0	true
print(collectgarbage("step"), collectgarbage("step", 100000)) -- expect: false	false
print(collectgarbage("incremental"), collectgarbage("step"), collectgarbage("step", 100000)) -- expect: generational	true	true
collectgarbage("incremental")
print(collectgarbage("generational"), collectgarbage("incremental"), collectgarbage("incremental"))
-- expect: incremental	generational	incremental
print(pcall(collectgarbage, "nonsense"))
-- expect: false	bad argument #1 to 'collectgarbage' (invalid option 'nonsense')
print(pcall(collectgarbage, {}))
-- expect: false	bad argument #1 to 'collectgarbage' (string expected, got table)
print(pcall(collectgarbage, 1))
-- expect: false	bad argument #1 to 'collectgarbage' (invalid option '1')
local before = collectgarbage("count") local t = {} for i = 1, 2000 do t[i] = {i} end
local mid = collectgarbage("count") t = nil collectgarbage() local after = collectgarbage("count")
print(mid > before + 50, after < mid - 50) -- expect: true	true
local s = ("x"):rep(1000000) local with = collectgarbage("count")
print(with > after + 900) -- expect: true
s = nil collectgarbage() print(collectgarbage("count") < with - 900) -- expect: true
collectgarbage("stop") local c0 = collectgarbage("count") for i = 1, 1000 do local x = {i, i} end
print(collectgarbage("count") > c0 + 50) -- expect: true
collectgarbage("restart") collectgarbage() print(collectgarbage("count") < c0 + 50) -- expect: true
print(math.type(collectgarbage("setpause", 200)), math.type(collectgarbage("setstepmul", 100)))
-- expect: integer	integer
for i = 1, 20000 do local garbage = {i, tostring(i), function() return i end} end collectgarbage()
print(collectgarbage("count") < c0 + 1000) -- expect: true
collectgarbage("generational") local root
for i = 1, 20000 do root = {next = i % 100 ~= 0 and root or nil, v = i} end
print(root.v, root.next) -- expect: 20000	nil
collectgarbage("incremental") local deep for i = 1, 100000 do deep = {deep} end collectgarbage()
local d = 0 while deep do deep = deep[1] d = d + 1 end
print(d) -- expect: 100000
