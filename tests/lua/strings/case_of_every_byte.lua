-- lower and upper change the 26 letters of ASCII and no other byte, wherever these stand in strings of any length.
local bytes, lowered, raised = {}, {}, {}
for b = 0, 255 do
  bytes[#bytes + 1] = string.char(b)
  lowered[#lowered + 1] = string.char((b >= 65 and b <= 90) and b + 32 or b)
  raised[#raised + 1] = string.char((b >= 97 and b <= 122) and b - 32 or b)
end
local all, low, high = table.concat(bytes), table.concat(lowered), table.concat(raised)
local wrong = 0
for first = 1, 9 do
  for last = first - 1, 256 do
    if all:sub(first, last):lower() ~= low:sub(first, last) then wrong = wrong + 1 end
    if all:sub(first, last):upper() ~= high:sub(first, last) then wrong = wrong + 1 end
  end
end
print(wrong) -- expect: 0
print(("ÄÖ Straße, ABC xyz 019 @[`{"):lower(), ("ä Straße, ABC xyz 019 @[`{"):upper())
-- expect: ÄÖ straße, abc xyz 019 @[`{	ä STRAßE, ABC XYZ 019 @[`{
