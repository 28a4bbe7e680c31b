-- How many results: calls in the middle, at the end, in parentheses, everywhere a list is adjusted.
local function none() end local function one() return 1 end local function three() return 1, 2, 3 end
print(none()) -- expect:
print((none())) -- expect: nil
print(none(), none()) -- expect: nil
print(three(), none()) -- expect: 1
print(none(), three()) -- expect: nil	1	2	3
print(three(), three()) -- expect: 1	1	2	3
print((three())) -- expect: 1
local a, b, c, d = three() print(a, b, c, d) a, b = three(), 10 -- expect: 1	2	3	nil
print(a, b) -- expect: 1	10
a, b, c = none() print(a, b, c) a, b = (three()) print(a, b) a = three()
-- expect: nil	nil	nil
-- expect: 1	nil
print(a) -- expect: 1
print(#{three()}, #{three(), three()}, #{(three())}, #{none(), one()}, select("#", none(), none()))
-- expect: 3	4	1	2	1
print(type(three()), one() + three(), three() .. "", -three(), three() == 1, not none())
-- expect: number	2	1	-1	true	true
local t = {three(), x = three(), three()} print(#t, t.x) -- expect: 4	1
if three() then print "cond" end while none() do end -- expect: cond
