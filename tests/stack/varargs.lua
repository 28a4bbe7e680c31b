local N = ... -- rounds
local function v(...) local a, b = ... local t = {...} return select("#", ...), ... end
for n = 1, N / 4 do v() v(n) v(n, n, n) v(v(n)) v(table.unpack({1, 2, 3, 4, 5, 6, 7, 8, 9, 10})) end
