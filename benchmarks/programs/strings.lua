-- Building, searching and replacing.
local parts = {}
for i = 1, 200000 do parts[#parts + 1] = ("%d:%s"):format(i, string.char(97 + i % 26)) end
local text = table.concat(parts, ",")
local words, vowels = 0, 0
for number, letter in text:gmatch("(%d+):(%a)") do
  words = words + #number
  if letter:find("[aeiou]") then vowels = vowels + 1 end
end
print(#text, words, vowels, (#text:gsub("%d", function(d) return d == "7" and "" or nil end)))
