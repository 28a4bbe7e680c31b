-- Thousands of to-be-closed variables on every exit.
local n, errors = 0, 0
local mt = {__close = function(_, e) n = n + 1 if e then errors = errors + 1 end end}
local function c() return setmetatable({}, mt) end
for i = 1, 1000 do local a <close> = c() if i % 3 == 0 then goto continue end local b <close> = c() if i == 900 then break end ::continue:: end
print(n) -- expect: 1667
local function ret(i) local a <close> = c() local b <close> = c() if i % 2 == 0 then return i end return i, i end
local s = 0 for i = 1, 500 do s = s + select("#", ret(i)) end
print(n, s) -- expect: 2667	750
for i = 1, 300 do pcall(function() local a <close> = c() local b <close> = c() error(i) end) end
print(n, errors) -- expect: 3267	600
for i = 1, 100 do local co = coroutine.wrap(function() local a <close> = c() coroutine.yield() local b <close> = c() end) co() co() end
print(n) -- expect: 3467
for i = 1, 100 do local co = coroutine.create(function() local a <close> = c() for _ in next, {1}, nil, c() do coroutine.yield() end end) coroutine.resume(co) coroutine.close(co) end
print(n, errors) -- expect: 3667	600
local function deep(k) local x <close> = c() if k > 0 then deep(k - 1) elseif k == 0 then error("bottom", 0) end end
print(pcall(deep, 150)) -- expect: false	bottom
print(n, errors) -- expect: 3818	751
for i = 1, 100 do for _, v in next, {1, 2, 3}, nil, c() do if v == 2 then break end end end
print(n) -- expect: 3918
local bad = setmetatable({}, {__close = function() n = n + 1 error("bad close", 0) end})
for i = 1, 100 do pcall(function() local a <close> = c() local b <close> = bad local d <close> = bad end) end
print(n, errors) -- expect: 4218	851
for i = 1, 50 do xpcall(function() local a <close> = bad error "x" end, function(m) local h <close> = c() return m end) end
print(n, errors) -- expect: 4368	851
local function many() local a <close>, b1 = c(), 0 local d <close> = c() local e <close> = c() local f <close> = c() local g <close> = c() return 1 end
for i = 1, 100 do many() end print(n) -- expect: 4868
