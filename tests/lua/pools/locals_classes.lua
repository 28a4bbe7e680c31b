-- Functions whose register arrays fall in every size class, entered and left in turn.
local fs = {}
for _, n in ipairs {0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 100, 127, 128, 129, 180, 199} do local names, vals, sum = {}, {}, {} for i = 1, n do names[i] = "v" .. i vals[i] = tostring(i) sum[i] = "v" .. i end local src = n == 0 and "return function(f) if f then return f() end return 0 end" or "return function(f) local " .. table.concat(names, ",") .. " = " .. table.concat(vals, ",") .. " if f then v1 = v1 + f() end return " .. table.concat(sum, "+", math.max(1, n - 30)) .. " end" fs[#fs + 1] = assert(load(src))() end
local total = 0 for round = 1, 30 do for _, f in ipairs(fs) do total = total + f() end end
print(total) -- expect: 919620
local function chain(i) if i > #fs then return 1 end return fs[i](function() return chain(i + 1) end) end
print(chain(1)) -- expect: 1576
for i = 1, 10 do local ok, e = pcall(fs[1 + i * 2], function() error("at " .. i, 0) end) if ok or e ~= "at " .. i then print("wrong", e) end end
local co = coroutine.wrap(function() for _, f in ipairs(fs) do f(function() return coroutine.yield(1) end) end return "through" end)
local r = co() local n = 0 while r ~= "through" do n = n + 1 r = co(5) end
print(n, r) -- expect: 24	through
collectgarbage() print(fs[5](), fs[#fs]()) -- expect: 10	5704
