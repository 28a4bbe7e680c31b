-- A backward goto leaves the block: each pass makes fresh locals.
local fns = {}
do
  local i = 0
  ::again::
  local x = i
  fns[#fns + 1] = function() x = x + 1 return x end
  i = i + 1
  if i < 3 then goto again end
end
print(fns[1](), fns[1](), fns[2](), fns[3](), fns[1]()) -- expect: 1	2	2	3	3
local get = {}
for i = 1, 4 do
  local v = i * i
  if i == 2 then goto continue end
  get[#get + 1] = function() return v end
  ::continue::
end
print(#get, get[1](), get[2](), get[3]()) -- expect: 3	1	9	16
do
  goto start
  ::finish:: print "finish" goto stop
  ::middle:: print "middle" goto finish
  ::start:: print "start" goto middle
end
::stop::
-- expect: start
-- expect: middle
-- expect: finish
-- same label name in sibling blocks and in nested functions
do goto l ::l:: end
do goto l ::l:: end
local function f() goto l ::l:: return "f" end
::l:: print(f()) -- expect: f
do
  local n = 0
  ::a:: n = n + 1
  if n > 3 then goto b end
  do if n % 2 == 0 then goto a else goto a end end
  ::b:: print(n)
end
-- expect: 4
while true do
  if true then goto out end
  print "never"
end
::out::
-- a state machine
local s, steps = "ping", 0
::ping:: steps = steps + 1 if steps > 6 then goto done end
goto pong
::pong:: steps = steps + 1
goto ping
::done:: print(steps)
-- expect: 7
repeat
  local x = 1
  if x then goto cont end
  ::cont::
until true
print "end" -- expect: end
