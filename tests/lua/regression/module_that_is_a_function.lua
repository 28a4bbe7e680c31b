-- A traceback calls a function that is itself a loaded module by the module's name.
package.loaded["tools.fail"] = function(text) error(text) end
local fail = require "tools.fail"
local _, trace = xpcall(function() local r = fail "boom" return r end, debug.traceback)
print((trace:gsub("[^\n\t<]*module_that_is_a_function.lua", "x.lua"):gsub("\t", "")))
-- expect: x.lua:2: boom
-- expect: stack traceback:
-- expect: [C]: in function 'error'
-- expect: x.lua:2: in function 'tools.fail'
-- expect: x.lua:4: in function <x.lua:4>
-- expect: [C]: in function 'xpcall'
-- expect: x.lua:4: in main chunk
-- expect: [C]: in ?
