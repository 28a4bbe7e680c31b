-- What a repeat condition, a loop header and a nested function see.
local i = 5
for i = i, i + 2 do io.write(i, " ") end print(i) -- expect: 5 6 7 5
local n = 0
repeat local stop = n >= 2 n = n + 1 until stop
print(n) -- expect: 3
local t = {}
for k, v in pairs({a = 1}) do local k = k .. v t[1] = k end
print(t[1], k, v) -- expect: a1	nil	nil
local y = "outer"
local function show() return y end
do local y = "inner" print(show(), y) end -- expect: outer	inner
y = "changed" print(show()) -- expect: changed
if true then local z = 1 end print(z) -- expect: nil
local function p(a, a) return a end
print(p(1, 2)) -- expect: 2
local function q(self, ...) local self = ... return self end
print(q(1, 2)) -- expect: 2
do local print = function(...) return "shadow", ... end y = print(3) end
print(y) -- expect: shadow
while true do local w = 1 if w then break end end print(w) -- expect: nil
_ENV.made = 7 print(made) made = nil print(_ENV.made)
-- expect: 7
-- expect: nil
local long = (function() local a1 = 1 return function() a1 = a1 + 1 return a1 end end)()
print(long(), long()) -- expect: 2	3
