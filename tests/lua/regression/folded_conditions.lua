-- A number that is known once it is folded is true in a condition: what follows `and` keeps its name, as in PUC Lua.
print(pcall(function() local v = {} return 2 + (-1 and v) end))
-- expect: false	folded_conditions.lua:2: attempt to perform arithmetic on a table value (local 'v')
print(pcall(function() local v = {} return 2 + (1 + 1 and v) end))
-- expect: false	folded_conditions.lua:4: attempt to perform arithmetic on a table value (local 'v')
print(pcall(function() local v = {} return 2 + (not nil and v) end))
-- expect: false	folded_conditions.lua:6: attempt to perform arithmetic on a table value (local 'v')
print(pcall(function() local v = {} return 2 + (~1 and v) end))
-- expect: false	folded_conditions.lua:8: attempt to perform arithmetic on a table value (local 'v')
print(-1 and 2, not 1 and 2, not nil and 3, 1 + 1 or 2, not nil or 4, not 0 or 5) -- expect: 2	false	3	2	true	5
print(pcall(function() return 1 // 0 and 1 end))
-- expect: false	folded_conditions.lua:11: attempt to divide by zero
while -1 do break end
if not nil then print "always" end -- expect: always
repeat local x = 1 until -x or -1
