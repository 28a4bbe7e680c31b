-- Each statement form once, in its shortest and in a nested shape.
local x
x = 1 print(x) -- expect: 1
do local x = 2 print(x) end print(x)
-- expect: 2
-- expect: 1
while x < 3 do x = x + 1 end print(x) -- expect: 3
repeat local y = x x = x - 1 until y <= 2 print(x) -- expect: 1
if x == 0 then print "zero" elseif x == 1 then print "one" else print "more" end -- expect: one
if nil then elseif false then else print "else" end -- expect: else
if nil then print "no" end
if 0 then print "0 is true" end -- expect: 0 is true
if "" then print "empty string is true" end -- expect: empty string is true
for i = 1, 3 do io.write(i, " ") end print "." -- expect: 1 2 3 .
for i = 3, 1, -1 do io.write(i, " ") end print "." -- expect: 3 2 1 .
for k, v in next, {10} do print(k, v) end -- expect: 1	10
local function rec(n) if n == 0 then return "bottom" end return rec(n - 1) end
print(rec(5)) -- expect: bottom
function globalf() return "global" end
print(globalf()) -- expect: global
local t = {a = {b = {}}}
function t.f(...) return ... end
function t.a.b.c() return "abc" end
function t.a.b:m() return self == t.a.b end
print(t.f(1, 2), t.a.b.c(), t.a.b:m()) -- expect: 1	abc	true
goto over
print "not printed"
::over::
do return print "return ends the chunk" end -- expect: return ends the chunk
print "never"
