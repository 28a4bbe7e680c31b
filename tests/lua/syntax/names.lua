-- Names, keywords and the place of each.
local _, _1, a_b, ABC, abc = 1, 2, 3, 4, 5
print(_, _1, a_b, ABC, abc) -- expect: 1	2	3	4	5
local andy, iff, endd, nilly, _end = "and", "if", "end", "nil", "_"
print(andy, iff, endd, nilly, _end) -- expect: and	if	end	nil	_
local t = {["and"] = 1, ["goto"] = 2, ["end"] = 3}
print(t["and"], t["goto"], t["end"]) -- expect: 1	2	3
local a_very_long_name_that_goes_on_and_on_and_on_for_longer_than_forty_bytes_x = 9
print(a_very_long_name_that_goes_on_and_on_and_on_for_longer_than_forty_bytes_x) -- expect: 9
for _, word in ipairs {"and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if",
    "in", "local", "nil", "not", "or", "repeat", "return", "then", "true", "until", "while"} do
  local as_local, as_field = load("local " .. word .. " = 1"), load("local t = {} t." .. word .. " = 1")
  if as_local or as_field then print("accepted", word) end
end
print("keywords refused") -- expect: keywords refused
print(load("local t = {continue = 1, self = 2, class = 3} return t.continue + t.self + t.class")())
-- expect: 6
print(load("local 1a = 1")) -- expect: nil	[string "local 1a = 1"]:1: malformed number near '1a'
print(load("local a-b = 1")) -- expect: nil	[string "local a-b = 1"]:1: unexpected symbol near '-'
print(load("local a$ = 1")) -- expect: nil	[string "local a$ = 1"]:1: unexpected symbol near '$'
print(load("x = end")) -- expect: nil	[string "x = end"]:1: unexpected symbol near 'end'
