-- What library functions keep is not assigned to by debug, nor are the functions behind iterators handed out: both
-- rely on their upvalues, and the process ended.
local function changed(make)
  local n = 0
  for i = 1, 5 do
    for _, v in ipairs {5, "s", {}, print, coroutine.create(print), io.stdout} do
      local f = make()
      if debug.setupvalue(f, i, v) then n = n + 1 end
      pcall(f)
    end
  end
  return n
end

print(changed(function() return ("a b"):gmatch("%a") end))  -- expect: 0
print(changed(function() return io.lines("/dev/null") end))  -- expect: 0
print(changed(function() return coroutine.wrap(coroutine.yield) end))  -- expect: 0

local step = coroutine.wrap(coroutine.yield)
print(debug.getupvalue(("x"):gmatch("x"), 1) == "", debug.getupvalue(step, 1) == "")  -- expect: true	true
print(debug.getupvalue(string.gmatch, 1), debug.setupvalue(function() return step end, 1, 5), step)  -- expect: nil	step	5
