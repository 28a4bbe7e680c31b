-- What table.sort reads and writes is seen by a proxy: the middle is read before the lower end, and nothing twice.
local function log(...)
  local real, calls = {...}, {}
  table.sort(setmetatable({}, {
    __len = function() return #real end,
    __index = function(_, i) calls[#calls + 1] = "r" .. i return real[i] end,
    __newindex = function(_, i, v) calls[#calls + 1] = "w" .. i real[i] = v end,
  }))
  print(table.concat(real, ","), table.concat(calls, " "))
end
log(2, 1) -- expect: 1,2	r1 r2 w1 w2
log(1, 2, 3) -- expect: 1,2,3	r1 r3 r2 r1 r3
log(3, 1, 2) -- expect: 1,2,3	r1 r3 w1 w3 r2 r1 w2 w1
log(1, 3, 2) -- expect: 1,2,3	r1 r3 r2 r1 r3 w2 w3
