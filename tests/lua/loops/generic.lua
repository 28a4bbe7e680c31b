-- Generic for: iterator protocol, state, control, extra variables.
local function upto(n) return function(s, c) if c < s then return c + 1, c * c end end, n, 0 end
for i, sq in upto(4) do io.write(i, "/", sq, " ") end print "." -- expect: 1/0 2/1 3/4 4/9 .
for a, b, c in function(_, c) if not c then return 1 end end do print(a, b, c) end
-- expect: 1	nil	nil
for a, b, c, d in (function() local n = 0 return function() n = n + 1 if n < 3 then return n, n * 2, n * 3, n * 4 end end end)() do
  io.write(a, b, c, d, " ")
end print "."
-- expect: 1234 2468 .
for k, v in pairs({10, 20, 30}) do io.write(k, "=", v, " ") end print "." -- expect: 1=10 2=20 3=30 .
for i, v in ipairs({1, 2, nil, 4}) do io.write(i, "=", v, " ") end print "." -- expect: 1=1 2=2 .
for i, v in ipairs({}) do print("never") end
local callable = setmetatable({n = 0}, {__call = function(self, s, c) self.n = self.n + 1 if self.n <= 3 then return self.n, s end end})
for i, s in callable, "state" do io.write(i, s, " ") end print "." -- expect: 1state 2state 3state .
for x in ("a,b,c"):gmatch("%a") do io.write(x, " ") end print "." -- expect: a b c .
-- assigning to the control variable does not disturb the iteration
for i in upto(3) do local keep = i i = "changed" io.write(keep, i, " ") end print "."
-- expect: 1changed 2changed 3changed .
-- false is a valid control value, nil ends
local vals = {false, true, 0, ""}
local n = 0
for v in function() n = n + 1 return vals[n] end do io.write(tostring(v), " ") end print(n)
-- expect: false true 0  5
-- extra values of the explist are evaluated and dropped
print(pcall(function() for i in upto(2), nil do print("never", i) end end))
-- expect: false	generic.lua:2: attempt to compare two nil values
