local N = ... -- rounds
local m = {__lt = function() return true end, __le = function() return false end, __eq = function() return true end}
local o, p = setmetatable({}, m), setmetatable({}, m) local c
for n = 1, N / 4 do if o < p then c = 1 end if o <= p then c = 2 end if o == p then c = 3 end if o ~= p then c = 4 end
  if o < 1 then c = 5 end if o > 1 then c = 6 end if o <= 1 then c = 7 end if 1 <= o then c = 8 end if not (o < p) then c = 9 end
  local x = o < p end
