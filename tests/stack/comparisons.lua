local N = ... -- rounds
local a, b, s, u = 1, 2.5, "a", "b" local c = 0
for n = 1, N do if a < b then c = 1 end if a <= b then c = 1 end if n < 5 then c = 2 end if n <= 5 then c = 3 end
  if n > 5 then c = 4 end if n >= 5 then c = 5 end if a == b then c = 6 end if a ~= b then c = 7 end if s == "a" then c = 8 end
  if s ~= "a" then c = 9 end if s < u then c = 10 end if not (a < b) then c = 11 end local x = a and b or c
  x = a == 1 x = n > 3 while false do end end
