-- A reader's numbers are text, as everywhere.
local pieces = {"return ", 5, " + ", 1.5}
local n = 0
local function reader() n = n + 1 return pieces[n] end
print(load(reader)()) -- expect: 6.5
print(load(function() return {} end)) -- expect: nil	load_reader_numbers.lua:6: reader function must return a string

-- Anything else is an error of load's own, which the message handler sees as well.
print(xpcall(load, string.upper, function() return {} end)) -- expect: true	nil	READER FUNCTION MUST RETURN A STRING
