-- while and repeat: conditions, breaks, locals in the until condition.
local n = 0
while n < 3 do n = n + 1 end print(n) -- expect: 3
while true do n = n + 1 if n > 5 then break end end print(n) -- expect: 6
while false do print "never" end
while nil do print "never" end
repeat n = n - 1 until n <= 0 print(n) -- expect: 0
repeat local done = true until done print "once" -- expect: once
repeat n = n + 1 if n == 2 then break end until n == 10 print(n) -- expect: 2
local i = 0
while i < 10 do i = i + 1 if i % 2 == 0 then goto continue end io.write(i, " ") ::continue:: end print "."
-- expect: 1 3 5 7 9 .
i = 0
repeat local even = i % 2 == 0 i = i + 1 local f = function() return even end until f() and i > 5 print(i)
-- expect: 7
local fns = {}
i = 0 while i < 3 do local k = i fns[#fns + 1] = function() k = k + 10 return k end i = i + 1 end
print(fns[1](), fns[2](), fns[3](), fns[1]()) -- expect: 10	11	12	20
local function nested() while true do repeat for _ = 1, 10 do while true do return "out" end end until false end end
print(nested()) -- expect: out
while n < 100 and not (n == 50) or n == 1 do n = n + 7 end print(n) -- expect: 100
local c = 0 repeat repeat c = c + 1 until c % 3 == 0 until c >= 9 print(c) -- expect: 9
