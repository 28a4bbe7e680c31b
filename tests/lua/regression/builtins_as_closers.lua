-- Builtins as closers of an error: no instruction calls them, so what they say has no name of one and no position.
print(pcall(function() local x <close> = setmetatable({},{__close=string.rep}) error'x' end))
print(pcall(function() local x <close> = setmetatable({},{__close=string.rep}) end))
print(pcall(function() local x <close> = setmetatable({},{__close=error}) error'x' end))
print(pcall(function() local x <close> = setmetatable({},{__close=function(_, e) error(e, 2) end}) error'x' end))
print(pcall(function() local x <close> = setmetatable({},{__close=setmetatable}) error'x' end))
print(pcall(function() local x <close> = setmetatable({},{__close=pcall}) error'x' end))
print(pcall(function() local x <close> = setmetatable({},{__close=assert}) error'x' end))
-- expect: false	bad argument #1 to 'string.rep' (string expected, got table)
-- expect: false	builtins_as_closers.lua:3: bad argument #1 to 'close' (string expected, got table)
-- expect: false	bad argument #2 to 'error' (number expected, got string)
-- expect: false	builtins_as_closers.lua:5: x
-- expect: false	bad argument #2 to 'setmetatable' (nil or table expected, got string)
-- expect: false	builtins_as_closers.lua:7: x
-- expect: false	builtins_as_closers.lua:8: x
