-- Many upvalues, many closures, upvalues of upvalues.
local src = {}
for i = 1, 60 do src[#src + 1] = "local v" .. i .. " = " .. i end
src[#src + 1] = "return function() return "
local sum = {} for i = 1, 60 do sum[i] = "v" .. i end
src[#src + 1] = table.concat(sum, " + ") .. " end"
print(load(table.concat(src, " "))()()) -- expect: 1830
local all = {} for i = 1, 1000 do local c = i all[i] = function(d) c = c + d return c end end
local total = 0 for i = 1, 1000 do total = total + all[i](1) end print(total, all[500](0), all[1000](-1))
-- expect: 501500	501	1000
local function nest(depth) local v = depth if depth == 0 then return function() return v end end local inner = nest(depth - 1) return function() return v + inner() end end
print(nest(50)()) -- expect: 1275
local chain = function() return 0 end
for i = 1, 100 do local prev = chain chain = function() return prev() + i end end
print(chain()) -- expect: 5050
local names = {} for i = 1, 256 do names[i] = "u" .. i end
local s = {} for i = 1, 2 do s[i] = "local " .. table.concat(names, ",", (i - 1) * 128 + 1, i * 128) end
print(select(2, load(s[1] .. " = 1 " .. "local function g() " .. s[2] .. " = 2 return function() local x = " .. table.concat(names, " x = ") .. " end end", "=x")))
-- expect: x:1: too many upvalues (limit is 255) in function at line 1 near 'end'
local compose = function(...) local fs = {...} return function(x) for i = #fs, 1, -1 do x = fs[i](x) end return x end end
print(compose(function(x) return x + 1 end, function(x) return x * 2 end, tostring)(5)) -- expect: 11
local memo = setmetatable({}, {__mode = "k"})
local function fib(n) if n < 2 then return n end local m = memo[fib] if not m then m = {} memo[fib] = m end if not m[n] then m[n] = fib(n - 1) + fib(n - 2) end return m[n] end
print(fib(80)) -- expect: 23416728348467685
