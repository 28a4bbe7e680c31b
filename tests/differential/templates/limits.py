"""Limits: of locals, upvalues, registers, nesting, stacks and sizes, just below and just above."""

from tests.differential.template import SHOW, Template, filled, written

FRAMES = r"""
local function list(n, f, sep) local t = {} for i = 1, n do t[i] = f(i) end return table.concat(t, sep or "\n") end
local function check(s) local _, f, m = pcall(load, s, "=s") if not f then return print(m) end local r =
table.pack(pcall(f)) for i = 1, r.n do r[i] = tostring(r[i]):sub(1, 150) end
print(table.concat(r, " ", 1, math.min(r.n, 4))) end
$case
"""
CASES = r"""
for _, n in ipairs {199, 200, 201} do check(list(n, function(i) return "local a" .. i .. " = " .. i
end) .. "\nreturn a" .. n) end
----
for _, n in ipairs {254, 255, 256} do check(list(n // 2, function(i) return "local a" .. i .. " = " .. i
end) .. "\nlocal function f()\n" .. list(n - n // 2, function(i) return "local b" .. i .. " = " .. i
end) .. "\nreturn function() return " .. list(n // 2, function(i) return "a" .. i end, "+") .. "+" .. list(n - n // 2,
function(i) return "b" .. i end, "+") .. " end end return f()()") end
----
for _, n in ipairs {249, 253, 254, 255, 260} do check("return (function(...) return select('#', ...) end)(" .. list(n,
function(i) return i end, ",") .. ")") end
----
for _, n in ipairs {200, 201} do check("local function f(" .. list(n, function(i) return "p" .. i
end, ",") .. ") return p" .. n .. " end return f(" .. list(150, function(i) return i end, ",") .. ")") end
----
for _, n in ipairs {50, 150, 190, 198, 200, 250} do check(("("):rep(n) .. "x" .. (")"):rep(n) .. " = 1")
check("return " .. ("("):rep(n) .. "1" .. (")"):rep(n)) end
----
for _, n in ipairs {50, 190, 199, 200, 250} do check("return " .. ("{"):rep(n) .. ("}"):rep(n) .. " ~= nil")
check(("do "):rep(n) .. ("end "):rep(n)) end
----
for _, n in ipairs {50, 190, 198, 210} do check("return " .. ("function() return "):rep(n) .. "1" .. (" end"):rep(n) .. " ~= nil") end
----
for _, n in ipairs {100, 190, 250, 1000} do check("return " .. ("-"):rep(n, " ") .. "1")
check("return " .. ("not "):rep(n) .. "1") end
----
for _, n in ipairs {100, 180, 250, 300} do check("return " .. ("1 ^ "):rep(n) .. "1")
check("return #(" .. ("'a' .. "):rep(n) .. "'b')") end
----
for _, n in ipairs {1000, 5000} do check("return " .. ("1 + "):rep(n) .. "1")
check("local x = 0 " .. ("x = x + 1 "):rep(n) .. "return x") check("return #{" .. ("1, "):rep(n) .. "}") end
----
for _, n in ipairs {200, 300, 70000} do check("local t = {" .. list(n, function(i) return "'k" .. i .. "'"
end, ",") .. "} return #t, t[" .. n .. "]") end
----
for _, n in ipairs {10, 300, 40000} do check("local t = {" .. list(n, function(i)
return "k" .. i .. " = " .. i .. ".5" end, ",") .. "} return t.k1, t.k" .. n) end
----
check("local t = {} " .. list(300, function(i) return "t.f" .. i .. " = function() return " .. i .. " end"
end, " ") .. " return t.f1() + t.f300()") check(list(300, function(i)
return "function g" .. i .. "(x) return x + " .. i .. " end" end, " ") .. " return g300(1)")
----
check("goto done " .. ("x = 1 "):rep(3000) .. "::done:: return 'far'")
check("for i = 1, 2 do " .. ("x = i "):rep(3000) .. " end return x")
check("if x == 'never' then " .. ("y = 1 "):rep(40000) .. " end return 'skipped'")
check("local i = 0 while i < 2 do i = i + 1 " .. ("y = i "):rep(33000) .. "end return y")
----
for _, n in ipairs {1, 100, 1000} do check(list(n, function(i) return "::l" .. i .. "::"
end) .. " return " .. n) check(list(n, function(i) return "goto l" .. i .. " ::l" .. i .. "::"
end) .. " return 'jumped'") end check(("goto x "):rep(33000)) check(("goto x "):rep(100) .. "::x:: return 'jumped'")
----
check("local a " .. ("= 1 local a "):rep(150) .. "return a") check("local " .. list(200, function(i) return "a" .. i
end, ",") .. " = 1 return a1, a200") check("local " .. list(201, function(i) return "a" .. i
end, ",")) check(list(198, function(i) return "local a" .. i end) .. " for i = 1, 2 do end") check(list(196,
function(i) return "local a" .. i end) .. " for i = 1, 2 do end return 'fits'")
----
for _, n in ipairs {10, 100, 195, 199, 210} do check(("if x then "):rep(n) .. ("end "):rep(n) .. "return " .. n)
check(("while x do "):rep(n) .. ("end "):rep(n) .. "return " .. n)
end check(("a.b"):rep(1, "x") .. ("[1]"):rep(500) .. " = 1") check("return (" .. ("f."):rep(300) .. "x)")
----
check("x = " .. ("a"):rep(300) .. " = 1") check("return '" .. ("z"):rep(10000) .. "' == ('z'):rep(10000)")
check("return #[[" .. ("q"):rep(70000) .. "]]") check("local " .. ("n"):rep(250) .. " = 5 return " .. ("n"):rep(250))
----
for _, n in ipairs {100, 198, 240} do check(("a = "):rep(1) .. ("f{"):rep(n) .. ("}"):rep(n))
check("return function" .. ("() return function"):rep(n) .. "() end" .. (" end"):rep(n))
check("x" .. (", x"):rep(n) .. " = 1 return 'assigned'") end
"""

STACKS = r"""
local function f(n) return 1 + f(n + 1) end local ok, m = pcall(f, 1) print(ok, m:match("^[^\n]-stack overflow"))
print(select("#", m) == 1)
----
local function f() return f() end local n = 0 local function g(k) n = k if k == 0 then return "done" end
return g(k - 1) end print(g(200000), n)
----
local t = setmetatable({}, {}) getmetatable(t).__index = function(t, k) return t[k + 1] end
local ok, m = pcall(function() return t[1] end) print(ok, m:find("overflow", 1, true) ~= nil)
----
local function f(...) return select("#", ...) end local t = {} for i = 1, 50000 do t[i] = i end
print(f(table.unpack(t))) print(pcall(f, table.unpack(t, 1, 100000)))
print(select("#", string.byte(("x"):rep(10000), 1, -1)))
----
local s = "return 1" for i = 1, 60 do s = "return pcall(function() " .. s .. " end)" end
print(select("#", load(s)())) local function nest(n) if n == 0 then return "in" end
return select(2, pcall(nest, n - 1)) end print(nest(150)) print(nest(180))
----
print(pcall(string.rep, "x", -1)) print(pcall(string.rep, "abc", 1 << 62))
print(#string.rep("x", 1 << 20), #("ab"):rep(1000, "c"))
----
local m = {} local deep = "x" for i = 1, 220 do deep =
setmetatable({}, {__index = deep ~= "x" and deep or {v = "end"}}) end print(deep.v) local chain = {v = 1}
for i = 1, 1990 do chain = setmetatable({}, {__index = chain}) end print(chain.v) for i = 1, 20 do chain =
setmetatable({}, {__index = chain}) end print(pcall(function() return chain.v end))
----
local chain = {} for i = 1, 2010 do chain = setmetatable({}, {__newindex = chain}) end
print(pcall(function() chain.v = 1 end)) local call = function() return "called" end for i = 1, 15 do call =
setmetatable({}, {__call = call}) end print(pcall(call))
----
local function f() local ok, m = xpcall(f, function(m) return m end) return ok, m end local ok, m = f()
print(ok, type(m)) print(xpcall(error, function(m) error(m) end, "x")) print(xpcall(error, function(m) local x = nil;
return x.y end, "x"))
----
local co = coroutine.wrap(function() local function f() return 1 + f() end local ok, m = pcall(f)
coroutine.yield(ok, (m:match "stack overflow")) return "alive" end) print(co()) print(co())
----
local function overflow(n) local a <close> = nil return 1 + overflow(n + 1) end
print((select(2, pcall(overflow, 1)):match "stack overflow")) local depth = 0 local
function count() depth = depth + 1 count() end pcall(count) print(depth > 10000)
----
local s = ("x"):rep(100) for i = 1, 12 do s = s .. s end print(#s) local t = {} for i = 1, 10000
do t[i] = "piece" .. i end print(#table.concat(t)) print(("x"):rep(1000, ","):len())
print(#tostring(("y"):rep(5000)), #string.format("%s%s", s, s))
----
print(pcall(table.concat, setmetatable({}, {__len = function() return math.maxinteger end})))
print(pcall(table.unpack, {}, 1, 1 << 31)) print(pcall(table.insert, setmetatable({}, {__len = function()
return math.maxinteger end}), "x")) print(pcall(string.char, table.unpack({}, 1, 3)))
----
local ok, m = pcall(string.gsub, ("a"):rep(50), "a", function(c) return ("b"):rep(1000) end) print(ok, #m)
print(pcall(string.format, "%" .. ("0"):rep(30) .. "d", 1))
print(pcall(string.find, "x", ("("):rep(33) .. (")"):rep(33))) print(#string.pack("s", ("x"):rep(100000)))
----
local many = 1100000 local text = ("x"):rep(many) print(pcall(string.byte, text, 1, -1))
print(pcall(utf8.codepoint, text, 1, -1)) print(pcall(string.unpack, ("b"):rep(many), text))
print(pcall(table.unpack, {}, 1, many))
----
local function r(n) if n == 0 then return 0 end return 1 + r(n - 1) end print(r(10000), r(15000)) local
function m(a, b, c, d, e, f, n) if n == 0 then return 0 end return 1 + m(a, b, c, d, e, f, n - 1) end
print(m(1, 2, 3, 4, 5, 6, 10000)) print(select("#", table.unpack({}, 1, 200000)))
"""

TEMPLATES: tuple[Template, ...] = (
    filled("limits/of_the_compiler", FRAMES, CASES),
    written("limits/of_the_machine", STACKS, before=SHOW),
)
