-- Numeric for with floats: kind of the variable, rounding, limits.
local function run(a, b, c)
  local r = {}
  for i = a, b, c or 1 do r[#r + 1] = i if #r > 12 then r[#r + 1] = "..." break end end
  print(#r .. ": " .. (table.concat(r, " "):gsub("-nan", "nan")) .. ".")
end
run(1.0, 3) run(1, 3, 1.0) run(1.5, 3) run(0, 1, 0.25) run(1, 0, -0.25) run(0.1, 0.5, 0.1) run(1.0, 3.5)
-- expect: 3: 1.0 2.0 3.0.
-- expect: 3: 1.0 2.0 3.0.
-- expect: 2: 1.5 2.5.
-- expect: 5: 0.0 0.25 0.5 0.75 1.0.
-- expect: 5: 1.0 0.75 0.5 0.25 0.0.
-- expect: 5: 0.1 0.2 0.3 0.4 0.5.
-- expect: 3: 1.0 2.0 3.0.
run(3.0, 1) run(1.0, 1.0) run(-1.0, -3.0, -1) run(1.0, math.huge, 1e300) run(1.0, -math.huge)
-- expect: 0: .
-- expect: 1: 1.0.
-- expect: 3: -1.0 -2.0 -3.0.
-- expect: 14: 1.0 1e+300 2e+300 3e+300 4e+300 5e+300 6e+300 7e+300 8e+300 9e+300 1e+301 1.1e+301 1.2e+301 ....
-- expect: 0: .
run(0 / 0, 1) run(1.0, 0 / 0)
-- expect: 1: nan.
-- expect: 1: 1.0.
run(math.huge, math.huge) run(-math.huge, 0.0) run(2 ^ 53, 2 ^ 53 + 4) run(1.0, 2.0, math.huge)
-- expect: 14: inf inf inf inf inf inf inf inf inf inf inf inf inf ....
-- expect: 14: -inf -inf -inf -inf -inf -inf -inf -inf -inf -inf -inf -inf -inf ....
-- expect: 14: 9.007199254741e+15 9.007199254741e+15 9.007199254741e+15 9.007199254741e+15 9.007199254741e+15 9.007199254741e+15 9.007199254741e+15 9.007199254741e+15 9.007199254741e+15 9.007199254741e+15 9.007199254741e+15 9.007199254741e+15 9.007199254741e+15 ....
-- expect: 1: 1.0.
run(0.0, 1, 0.5) -- expect: 3: 0.0 0.5 1.0.
run(1, 2, 0.5) run(10, 1.0, -3.5) run(1e15, 1e15 + 2.0)
-- expect: 3: 1.0 1.5 2.0.
-- expect: 3: 10.0 6.5 3.0.
-- expect: 3: 1e+15 1e+15 1e+15.
local n = 0 for x = 0, 1, 0.1 do n = n + 1 end print(n) -- expect: 11
for x = 1.0, 2 do io.write(math.type(x), " ") end for x = 1, 2.0 do io.write(math.type(x), " ") end print "."
-- expect: float float integer integer .
