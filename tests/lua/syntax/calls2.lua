-- Chained calls, calls of call results, and argument evaluation order.
local log = {}
local function note(x) log[#log + 1] = tostring(x) return x end
local function f(...) note("call") return select("#", ...) end
print(f(note(1), note(2), note(3)), table.concat(log, " ")) -- expect: 3	1 2 3 call
local function curry(a) return function(b) return function(c) return a .. b .. c end end end
print(curry "a" "b" "c", curry(1)(2)(3)) -- expect: abc	123
local t = {f = {g = function(self, x) return x end}}
print(t.f.g(nil, 5), t["f"]["g"](nil, 6), t.f:g(7), (t.f).g(0, 8)) -- expect: 5	6	7	8
local s = "abc"
print(s:len(), s:sub(2):upper(), ("%d"):format(3), s:byte()) -- expect: 3	BC	3	97
print(#s:rep(3), -s:len(), s:rep(2) .. s:rep(1)) -- expect: 9	-3	abcabcabc
local mt = setmetatable({}, {__call = function(self, ...) return select("#", ...), ... end})
print(mt(), (mt(1, 2))) -- expect: 0	2
print(mt "x") -- expect: 1	x
print(mt {} == 1) -- expect: true
local o = {m = mt}
print((o:m(1))) -- expect: 2
-- the receiver is evaluated once
local count = 0
local function recv() count = count + 1 return obj or {go = function(self, v) return v end} end
print(recv():go(recv() and 4), count) -- expect: 4	2
