-- Ordering of integers against floats is exact; strings order by bytes.
local max, min = math.maxinteger, math.mininteger
print(1 < 2, 2 < 1, 1 <= 1, 1 < 1, 2 > 1, 1 >= 2) -- expect: true	false	true	false	true	false
print(1 < 1.5, 1.5 < 2, 2 <= 2.0, 2.0 <= 2, 2 < 2.0, -1 < -0.5)
-- expect: true	true	true	true	false	true
print(max < max + 0.0, max <= max + 0.0, max + 0.0 <= max, max + 0.0 > max, max == max + 0.0)
-- expect: true	true	false	true	false
print(min < min + 0.0, min <= min + 0.0, min >= min + 0.0, min + 0.0 < min)
-- expect: false	true	true	false
local b = 2 ^ 53 | 0
print(b + 1 < 2.0 ^ 53, b + 1 > 2.0 ^ 53, b < 2.0 ^ 53, b <= 2.0 ^ 53, b + 1 <= 2.0 ^ 53, -(b + 1) < -(2.0 ^ 53))
-- expect: false	true	false	true	false	true
print(max < math.huge, min > -math.huge, max < 1e19, min > -1e19, 1e19 > max, -1e19 < min)
-- expect: true	true	true	true	true	true
local nan = 0 / 0
print(1 < nan, 1 <= nan, nan < 1, nan >= 1, max < nan, nan > min, nan == 1, nan ~= 1)
-- expect: false	false	false	false	false	false	false	true
print("a" < "b", "a" < "A", "" < "a", "a" < "aa", "Z" < "a", "10" < "9", "a\0b" < "a\0c", "a\0" > "a")
-- expect: true	false	true	true	true	true	true	true
print("a" <= "a", "b" <= "a", "abc" >= "abd", "abc" > "abb") -- expect: true	false	false	true
local one = 1
print(one < 2, one > 2, one <= 1, one >= 1, 2 < one, 0 < one, one < 1.5, 1.5 > one, one <= 200000, 200000 <= one)
-- expect: true	false	true	true	false	true	true	true	true	false
local f = 1.5
print(f < 2, f > 2, f <= 1, f >= 1, 2 < f, 1 < f, f == 1.5, f ~= 1, f == 2, one == 1, one == 1.0, one ~= 2)
-- expect: true	false	false	true	false	true	true	true	false	true	true	true
local function cmp(a, b)
  local r = {}
  for _, op in ipairs {"<", "<=", ">", ">=", "==", "~="} do
    r[#r + 1] = tostring(load("local a, b = ... return a " .. op .. " b")(a, b)):sub(1, 1)
  end
  return table.concat(r)
end
print(cmp(1, 2), cmp(1, 1.0), cmp(1.5, 1), cmp(max, 2 ^ 63), cmp(2 ^ 63, max), cmp(min, -2 ^ 63), cmp(nan, nan))
-- expect: ttffft	ftfttf	ffttft	ttffft	ffttft	ftfttf	ffffft
print(cmp("a", "b"), cmp("x", "x"), cmp("b", ""), cmp(-0.0, 0), cmp(math.huge, max), cmp(min, -math.huge))
-- expect: ttffft	ftfttf	ffttft	ftfttf	ffttft	ffttft
