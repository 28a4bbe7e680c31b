-- Yield across pcall, xpcall, iterators, tail calls, varargs and library callers.
local y = coroutine.yield
local function run(f, ...) local co, out = coroutine.create(f), {} local r = table.pack(coroutine.resume(co, ...)) while coroutine.status(co) ~= "dead" do out[#out + 1] = tostring(r[2]) r = table.pack(coroutine.resume(co, "r" .. #out)) end print(table.concat(out, " ") .. " ->", table.unpack(r, 1, r.n)) end
run(function() return pcall(function() local a = y(1) local b = y(2) return a, b end) end)
-- expect: 1 2 ->	true	true	r1	r2
run(function() return pcall(function() y(1) error("after", 0) end) end)
-- expect: 1 ->	true	false	after
run(function() return pcall(pcall, pcall, y, "deep") end) -- expect: deep ->	true	true	true	true	r1
run(function() local ok, e = pcall(function() y(1) error({}) end) return ok, type(e), y(2) end)
-- expect: 1 2 ->	true	false	table	r2
run(function() return xpcall(function() y "x" error("e", 0) end, function(m) return "handled " .. m end) end)
-- expect: x ->	true	false	handled e
run(function() return xpcall(y, print, "direct") end) -- expect: direct ->	true	true	r1
run(function() return select(2, pcall(y, 1)), select("#", pcall(y, 2)) end)
-- expect: 1 2 ->	true	r1	2
run(function() for i in function(_, i) i = (i or 0) + 1 y("it" .. i) if i < 3 then return i end end do y("body" .. i) end return "for" end)
-- expect: it1 body1 it2 body2 it3 ->	true	for
run(function() local function tail(n) if n == 0 then return y "bottom" end return tail(n - 1) end return tail(10) end)
-- expect: bottom ->	true	r1
run(function(...) local function v(...) y(select("#", ...)) return ... end return v(...) end, 1, nil, 3)
-- expect: 3 ->	true	1	nil	3
run(function() local function rec(n) if n == 0 then return y "leaf" end local r = rec(n - 1) return r .. n end return rec(20) end)
-- expect: leaf ->	true	r11234567891011121314151617181920
run(function() local t = {y(1), y(2), y(3)} return #t, table.concat(t, ",") end)
-- expect: 1 2 3 ->	true	3	r1,r2,r3
run(function() return (y(1)), y(2) end) -- expect: 1 2 ->	true	r1	r2
run(function() local s = 0 for i = 1, 3 do s = s + i y(s) end return s end) -- expect: 1 3 6 ->	true	6
run(function() return table.concat({y "a", y "b"}) .. y "c" end) -- expect: a b c ->	true	r1r2r3
run(function() return load("return coroutine.yield('in chunk')")() end) -- expect: in chunk ->	true	r1
run(function() local r = {} for k in pairs({10, 20}) do r[k] = y(k) end return r[1], r[2] end)
-- expect: 1 2 ->	true	r1	r2
run(function() return pcall(error, y "arg") end) run(function() return y() == nil, (y(nil)) end)
-- expect: arg ->	true	false	r1
-- expect: nil nil ->	true	false	r2
run(function() if y "c" then return "cond" end end) -- expect: c ->	true	cond
run(function() repeat local v = y "u" until v == "r3" return "until" end)
-- expect: u u u ->	true	until
print(coroutine.resume(coroutine.create(function() table.sort({3, 1, 2}, function(a, b) y() return a < b end) end)))
-- expect: false	attempt to yield across a C-call boundary
print(coroutine.resume(coroutine.create(function() return ("abc"):gsub("%w", function(c) y(c) end) end)))
-- expect: false	attempt to yield across a C-call boundary
print(coroutine.resume(coroutine.create(function() return load(function() y() end) end)))
-- expect: true	nil	attempt to yield across a C-call boundary
print(coroutine.resume(coroutine.create(function() return pcall(table.sort, {2, 1}, function(a, b) y() end) end)))
-- expect: true	false	attempt to yield across a C-call boundary
print(coroutine.resume(coroutine.create(function() local _ = tostring(setmetatable({}, {__tostring = function() y() end})) end)))
-- expect: false	attempt to yield across a C-call boundary
print(coroutine.resume(coroutine.create(function() return require and select(2, pcall(string.gsub, "x", "x", y)) end)))
-- expect: true	attempt to yield across a C-call boundary
