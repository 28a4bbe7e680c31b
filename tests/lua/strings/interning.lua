-- Adversarial keys, many distinct strings, short and long strings with equal text.
local t, n = {}, 0 for i = 1, 3000 do t[("k"):rep(i % 60) .. i] = i end
for k, v in pairs(t) do n = n + v end print(n) local hit = 0 -- expect: 4501500
for i = 1, 3000 do if t[("k"):rep(i % 60) .. i] == i then hit = hit + 1 end end
print(hit) -- expect: 3000
local long = {} for i = 1, 500 do long[("prefix"):rep(20) .. i .. ("suffix"):rep(20)] = i end
hit = 0
for i = 1, 500 do if long[("prefix"):rep(20) .. i .. ("suffix"):rep(20)] == i then hit = hit + 1 end end
print(hit) -- expect: 500
local z = {} for i = 0, 2000 do z[string.rep("\0", i)] = i end hit = 0
for i = 0, 2000 do if z[string.rep("\0", i)] == i then hit = hit + 1 end end
print(hit) -- expect: 2001
local same = {} for i = 1, 1000 do same[i] = "x" .. (i % 10) end collectgarbage() local set = {}
for _, s in ipairs(same) do set[s] = (set[s] or 0) + 1 end
print(set.x0, set.x9) -- expect: 100	100
local a, b = ("ab"):rep(50), ("abab"):rep(25) print(a == b, rawequal(a, b), ({[a] = 1})[b])
-- expect: true	true	1
