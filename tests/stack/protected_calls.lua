local N = ... -- rounds
local function id(...) return ... end local function fail(e) error(e, 0) end
for n = 1, N / 4 do pcall(id, n) pcall(fail, n) xpcall(id, id, n) xpcall(fail, id, n) pcall(pcall, fail) pcall(error) pcall(nil)
  pcall(function() local x = nil + 1 end) pcall(tostring, n) local t = {pcall(id, n, n)} end
