-- Block scope, shadowing, visibility of a local from the next statement on.
local x = 1
do
  local x = x + 1
  print(x)
  do local x = x * 10 print(x) end
  print(x)
end
-- expect: 2
-- expect: 20
-- expect: 2
print(x) -- expect: 1
local x = x + 5
print(x) -- expect: 6
local f = function() return f end
print(f()) -- expect: nil
local function g() return g end
print(g() == g) -- expect: true
local a, a, b = 1, 2, 3
print(a, b) -- expect: 2	3
for i = 1, 2 do local i = i * 10 io.write(i, " ") end print "." -- expect: 10 20 .
