-- A yield from within every metamethod, resumed with a value which becomes the result.
local y = coroutine.yield
local mt = {}
for _, e in ipairs {"add", "sub", "mul", "div", "mod", "pow", "unm", "idiv", "band", "bor", "bxor", "shl", "shr", "bnot", "concat", "len", "index", "eq", "lt", "le"} do mt["__" .. e] = function(a, b) return y(e) end end
mt.__newindex = function(t, k, v) rawset(t, k, y("newindex")) end
mt.__call = function(self, ...) return y("call", ...) end
local a, b = setmetatable({}, mt), setmetatable({}, mt)
local function drive(f, ...) local co = coroutine.wrap(function(...) return "done", f(...) end) local out, r = {}, table.pack(co(...)) while r[1] ~= "done" do out[#out + 1] = r[1] r = table.pack(co("R" .. #out)) end print(table.concat(out, " ") .. " ->", table.unpack(r, 2, r.n)) end
for _, op in ipairs {"+", "-", "*", "/", "%", "^", "//", "&", "|", "~", "<<", ">>", ".."} do drive(load("local a, b = ... return a " .. op .. " b, 1 " .. op .. " a, b " .. op .. " 2"), a, b) end
-- expect: add add add ->	R1	R2	R3
-- expect: sub sub sub ->	R1	R2	R3
-- expect: mul mul mul ->	R1	R2	R3
-- expect: div div div ->	R1	R2	R3
-- expect: mod mod mod ->	R1	R2	R3
-- expect: pow pow pow ->	R1	R2	R3
-- expect: idiv idiv idiv ->	R1	R2	R3
-- expect: band band band ->	R1	R2	R3
-- expect: bor bor bor ->	R1	R2	R3
-- expect: bxor bxor bxor ->	R1	R2	R3
-- expect: shl shl shl ->	R1	R2	R3
-- expect: shr shr shr ->	R1	R2	R3
-- expect: concat concat concat ->	R1	R2	R3
drive(function() return -a, ~a, #a end) drive(function() return a.x, a[1], a[b] end)
-- expect: unm bnot len ->	R1	R2	R3
-- expect: index index index ->	R1	R2	R3
drive(function() return a == b, a ~= b end) -- expect: eq eq ->	true	false
drive(function() return a < b, a <= b, a > b, a >= b, a < 1, 2 <= a, a > 1.5 end)
-- expect: lt le lt le lt le lt ->	true	true	true	true	true	true	true
drive(function() a.z = 1 local v = rawget(a, "z") a.z = nil return v end) -- expect: newindex ->	R1
drive(function() return a(1, 2) end) drive(function() return (a(1)) end)
-- expect: call ->	R1
-- expect: call ->	R1
drive(function() local t = {a(), a()} return #t, t[1], t[2] end) -- expect: call call ->	2	R1	R2
drive(function() if a == b then return "eq" else return "ne" end end) -- expect: eq ->	eq
drive(function() local n = 0 while a < b do n = n + 1 if n == 3 then break end end return n end)
-- expect: lt lt lt ->	3
drive(function() return "x" .. "y" .. a .. "z" .. "w" end) drive(function() return a .. b .. a end)
-- expect: concat ->	xyR1
-- expect: concat concat ->	R2
drive(function() return not (a < b), a < b and 1 or 2, (a == b) == true end)
-- expect: lt lt eq ->	false	1	true
drive(function() local s = 0 for i = 1, 3 do s = s .. (a + i) end return s end)
-- expect: add add add ->	0R1R2R3
drive(function() a.p, a.q = 1, 2 local p, q = rawget(a, "p"), rawget(a, "q") a.p, a.q = nil return p, q end)
-- expect: newindex newindex ->	R2	R1
drive(function() return pcall(function() return a + b, a.x end) end)
-- expect: add index ->	true	R1	R2
drive(function() for k, v in setmetatable({}, {__call = function(_, s, c) local r = y("iter") if r ~= "R3" then return r, c end end}) do end return "loop" end)
-- expect: iter iter iter ->	loop
drive(function() for k, v in pairs(setmetatable({}, {__pairs = function(t) y "pairs" return next, {k = "v"} end})) do return k, v end end)
-- expect: pairs ->	k	v
drive(function() local x <close> = setmetatable({}, {__close = function() y "close" end}) return a + 1 end)
-- expect: add close ->	R1
drive(function() return tostring(1), select(2, a(a.f)) end) -- expect: index call ->	1
