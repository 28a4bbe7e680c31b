-- Comments of every form vanish, whatever they contain.
print(1) -- short comment
-- expect: 1
print(2) --[[ long
comment over
lines ]] print(3)
-- expect: 2
-- expect: 3
--[==[ a ]] does not close level two ]==] print(4)
-- expect: 4
--[ not a long comment
print(5) --[[]]
-- expect: 5
--[=[
--[[ nested-looking ]]
]=]
print(--[[inside]] 6 --[[ after ]])
-- expect: 6
print(7 --[==[ between ]==] , 8)
-- expect: 7	8
---[[ a dash before the bracket makes it short
print(9) -- expect: 9
--]]
-- a backslash at the end does not continue \
print(10) -- expect: 10
print([[
--not a comment]])
-- expect: --not a comment
print("--[[ neither ]]") -- last
-- expect: --[[ neither ]]
