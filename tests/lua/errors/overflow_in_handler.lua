-- The message handler of a stack overflow has some room; an overflow there is an error in error handling, unhandled.
local function loop(x, y, z) return 1 + loop(x, y, z) end
local seen, inner
print(xpcall(loop, function(m)
  seen = m:gsub("^.-:2: ", "")
  inner = {pcall(loop)}
  return 15
end)) -- expect: false	15
print(seen:match("^stack overflow"), table.unpack(inner)) -- expect: stack overflow	false	error in error handling
-- An overflow in the handler of another error is handled by itself, with the room.
local handled = 0
print(xpcall(error, function(m)
  handled = handled + 1
  if handled == 1 then return loop() end
  return (m:gsub("^.-:%d+: ", ""):match("^stack overflow"))
end, "first")) -- expect: false	stack overflow
print(handled) -- expect: 2
-- Afterwards everything is as before.
print(select(2, pcall(loop)):match("stack overflow")) -- expect: stack overflow
