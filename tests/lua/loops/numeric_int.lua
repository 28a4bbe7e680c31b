-- Numeric for with integers.
local function run(a, b, c)
  local r = {}
  for i = a, b, c or 1 do r[#r + 1] = i if #r > 20 then r[#r + 1] = "..." break end end
  print(#r .. ": " .. (table.concat(r, " "):gsub("-nan", "nan")) .. ".")
end
run(1, 5) run(5, 1) run(1, 1) run(0, -1) run(5, 1, -1) run(1, 10, 3) run(10, 1, -4) run(-3, 3, 2)
-- expect: 5: 1 2 3 4 5.
-- expect: 0: .
-- expect: 1: 1.
-- expect: 0: .
-- expect: 5: 5 4 3 2 1.
-- expect: 4: 1 4 7 10.
-- expect: 3: 10 6 2.
-- expect: 4: -3 -1 1 3.
run(1, 3.9) run(3, 0.5, -1) run(1, math.huge) run(1, -math.huge) run(-1, -math.huge, -1) run(1, 0 / 0)
-- expect: 3: 1 2 3.
-- expect: 3: 3 2 1.
-- expect: 22: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 ....
-- expect: 0: .
-- expect: 22: -1 -2 -3 -4 -5 -6 -7 -8 -9 -10 -11 -12 -13 -14 -15 -16 -17 -18 -19 -20 -21 ....
-- expect: 0: .
local max, min = math.maxinteger, math.mininteger
run(max - 2, max) run(min + 2, min, -1) run(max - 1, math.huge) run(min + 1, -math.huge, -1)
-- expect: 3: 9223372036854775805 9223372036854775806 9223372036854775807.
-- expect: 3: -9223372036854775806 -9223372036854775807 -9223372036854775808.
-- expect: 2: 9223372036854775806 9223372036854775807.
-- expect: 2: -9223372036854775807 -9223372036854775808.
run(max - 5, max, 4) run(min, max, max) run(max, min, min) run(1, 2, max) run(-1, -2, min)
-- expect: 2: 9223372036854775802 9223372036854775806.
-- expect: 3: -9223372036854775808 -1 9223372036854775806.
-- expect: 2: 9223372036854775807 -1.
-- expect: 1: 1.
-- expect: 1: -1.
run(max, max) run(min, min, -1)
-- expect: 1: 9223372036854775807.
-- expect: 1: -9223372036854775808.
run(1, 2 ^ 53) run(1, 1e300) run(max, 1e300, 1)
-- expect: 22: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 ....
-- expect: 22: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 ....
-- expect: 1: 9223372036854775807.
run("1", 3) run(1, "3") run(1, 3, "2")
-- expect: 3: 1.0 2.0 3.0.
-- expect: 3: 1 2 3.
-- expect: 2: 1.0 3.0.
for i = 3, 1 do print("never") end
for i = 1, 3 do local j = i i = i * 10 io.write(j, ":", i, " ") end print "."
-- expect: 1:10 2:20 3:30 .
local n = 0 for i = 1, 3 do for j = i, 3 do n = n + 1 end end print(n) -- expect: 6
local lim = 3 for i = 1, lim do lim = 100 n = n + 1 end print(n, lim) -- expect: 9	100
for i = 1, 0 do else_ = 1 end print(else_) -- expect: nil
