-- Every pair of neighbouring precedence levels, and associativity.
print(1 + 2 * 3, (1 + 2) * 3, 1 - 2 - 3, 2 ^ 3 ^ 2, (2 ^ 3) ^ 2) -- expect: 7	9	-4	512.0	64.0
print(-2 ^ 2, 2 ^ -1, -3 % 5, -(3 % 5), - -3, not nil == true) -- expect: -4.0	0.5	2	-3	3	true
print(2 * 3 % 4, 7 // 2 * 2, 7 / 2 // 1, 8 // 3 % 2) -- expect: 2	6	3.0	0
print("a" .. 1 + 2, 1 .. 2 == "12", "a" .. "b" == "ab") -- expect: a3	true	true
print(1 << 2 + 1, (1 << 2) + 1, 1 << 2 << 3, 256 >> 2 >> 1) -- expect: 8	5	32	32
print(5 & 3 | 8, 5 | 3 & 8, 6 ~ 3 & 2, 6 ~ 3 | 8, 1 | 2 ~ 3) -- expect: 9	5	4	13	1
print(3 & 5 == 1, 1 < 2 == true, 1 == 1 ~= false) -- expect: true	true	true
print(pcall(load "return 1 .. 2 << 1"))
-- expect: false	[string "return 1 .. 2 << 1"]:1: attempt to perform bitwise operation on a string value
print("10" + 5 .. "x") -- expect: 15x
print(not 1 == 2, not (1 == 2), #"abc" + 1, -#"abc", ~#"abc", not #"" )
-- expect: false	true	4	-3	-4	false
print(true or false and false, (true or false) and false, false and true or true)
-- expect: true	false	true
print(nil or false, false or nil, nil and 1, false and 1, 0 and "zero", #("" or "x"))
-- expect: false	nil	nil	false	zero	0
print(1 or error("unreached"), nil and error("unreached")) -- expect: 1	nil
print(~5 & 7, ~5 + 1, -1 >> 60, ~0 == -1) -- expect: 2	-5	15	true
print(1 < 2 and 2 < 3, 1 < 2 and 3 < 2, not (1 < 2) or 2 > 1) -- expect: true	false	true
print(2 ^ 2 * 3, 2 * 3 ^ 2, -2 ^ -2, (#"xy") ^ 2) -- expect: 12.0	18.0	-0.25	4.0
local t = {v = 2}
print(-t.v ^ 2, #{1, 2} .. "", - - t.v, not not t.v, ~ ~t.v) -- expect: -4.0	2	2	true	2
print("a" .. "b" .. "c" == "abc", 1 .. "" == "1", "a" < "b" == true) -- expect: true	true	true
print(5 // 0.3 // 2, 5.5 % 2 ^ 2, 2 ^ 0.5 ^ 2 > 1) -- expect: 8.0	1.5	true
