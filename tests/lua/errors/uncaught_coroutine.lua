-- An error that leaves coroutine.wrap reaches the top with its position.
print(pcall(coroutine.wrap(function() error("caught first") end)))
-- expect: false	uncaught_coroutine.lua:2: caught first
coroutine.wrap(function()
  local x <close> = setmetatable({}, {__close = function() print "closed" end})
  coroutine.wrap(function() error "from within" end)()
end)()
-- expect: closed
-- expect error: uncaught_coroutine.lua:7: uncaught_coroutine.lua:6: uncaught_coroutine.lua:6: from within
