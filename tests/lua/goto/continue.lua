-- goto as continue in every loop kind, and out of nested loops.
for i = 1, 5 do if i % 2 == 0 then goto continue end io.write(i, " ") ::continue:: end print "."
-- expect: 1 3 5 .
for _, v in ipairs {1, 2, 3, 4} do if v == 3 then goto next_one end io.write(v, " ") ::next_one:: end
print "." -- expect: 1 2 4 .
local n = 0 while n < 5 do n = n + 1 if n == 2 then goto skip end io.write(n, " ") ::skip:: end print "."
-- expect: 1 3 4 5 .
n = 0 repeat n = n + 1 if n == 3 then goto skip end io.write(n, " ") ::skip:: until n >= 5 print "."
-- expect: 1 2 4 5 .
for i = 1, 3 do for j = 1, 3 do if i * j == 4 then goto found end io.write(i, j, " ") end end ::found::
print "found" -- expect: 11 12 13 21 found
for i = 1, 3 do
  for j = 1, 3 do if j > i then goto outer_continue end io.write(i, j, " ") end
  ::outer_continue::
end print "."
-- expect: 11 21 22 31 32 33 .
do local k = 0 ::top:: k = k + 1 if k < 3 then goto top end print(k) end -- expect: 3
