-- Breaks wait for the end of their loop as gotos do for their label: together at most 32767.
local function breaks(n) return "while a do " .. ("if b then break end "):rep(n) .. "end " end
print(load(breaks(32767) .. breaks(32767) .. "goto x ::x::", "=f") ~= nil) -- expect: true
print(load("while a do " .. breaks(32767):rep(2) .. " break end", "=f") ~= nil) -- expect: true
print(load(breaks(32768), "=f")) -- expect: nil	too many labels/gotos (limit is 32767)
print(load("do goto x " .. breaks(32767) .. "end ::x::", "=f"))
-- expect: nil	too many labels/gotos (limit is 32767)
