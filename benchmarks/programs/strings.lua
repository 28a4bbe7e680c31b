-- Building, searching and replacing. size=200000
local N = tonumber(arg and arg[1]) or 200000
local parts = {}
for i = 1, N do parts[#parts + 1] = ("%d:%s"):format(i, string.char(97 + i % 26)) end
local text = table.concat(parts, ",")
local words, digits, vowels = 0, 0, 0
for number, letter in text:gmatch("(%d+):(%a)") do
  words = words + 1
  digits = digits + #number
  if letter:find("[aeiou]") then vowels = vowels + 1 end
end
assert(words == N and #text == digits + 3 * N - 1)
print(#text, digits, vowels, (#text:gsub("%d", function(d) return d == "7" and "" or nil end)))
