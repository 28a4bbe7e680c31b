-- Bad-argument messages of library functions.
local function bad(s) print(select(2, pcall(load(s, "=x")))) end
bad "string.rep()" -- expect: x:1: bad argument #1 to 'rep' (string expected, got no value)
bad "string.rep('x')" -- expect: x:1: bad argument #2 to 'rep' (number expected, got no value)
bad "string.rep('x', 'y')" -- expect: x:1: bad argument #2 to 'rep' (number expected, got string)
bad "string.rep('x', 1.5)"
-- expect: x:1: bad argument #2 to 'rep' (number has no integer representation)
bad "string.rep({}, 1)" -- expect: x:1: bad argument #1 to 'rep' (string expected, got table)
bad "('x'):rep()" -- expect: x:1: bad argument #1 to 'rep' (number expected, got no value)
bad "('x'):rep({})" -- expect: x:1: bad argument #1 to 'rep' (number expected, got table)
bad "('x'):bad()" -- expect: x:1: attempt to call a nil value (method 'bad')
bad "string.char(256)" -- expect: x:1: bad argument #1 to 'char' (value out of range)
bad "string.char(-1)" -- expect: x:1: bad argument #1 to 'char' (value out of range)
bad "string.char('x')" -- expect: x:1: bad argument #1 to 'char' (number expected, got string)
bad "math.floor('x')" -- expect: x:1: bad argument #1 to 'floor' (number expected, got string)
bad "math.floor({})" -- expect: x:1: bad argument #1 to 'floor' (number expected, got table)
bad "math.floor()" -- expect: x:1: bad argument #1 to 'floor' (number expected, got no value)
bad "math.max()" -- expect: x:1: bad argument #1 to 'max' (value expected)
bad "setmetatable(1, {})"
-- expect: x:1: bad argument #1 to 'setmetatable' (table expected, got number)
bad "setmetatable({}, 1)"
-- expect: x:1: bad argument #2 to 'setmetatable' (nil or table expected, got number)
bad "ipairs()" -- expect: x:1: bad argument #1 to 'ipairs' (value expected)
bad "pairs()" -- expect: x:1: bad argument #1 to 'pairs' (value expected)
bad "pairs(nil)" -- expect:
bad "next()" -- expect: x:1: bad argument #1 to 'next' (table expected, got no value)
bad "tonumber()" -- expect: x:1: bad argument #1 to 'tonumber' (value expected)
bad "tostring()" -- expect: x:1: bad argument #1 to 'tostring' (value expected)
bad "type()" -- expect: x:1: bad argument #1 to 'type' (value expected)
bad "select()" -- expect: x:1: bad argument #1 to 'select' (number expected, got no value)
bad "select('x')" -- expect: x:1: bad argument #1 to 'select' (number expected, got string)
bad "rawlen(1)" -- expect: x:1: bad argument #1 to 'rawlen' (table or string expected, got number)
bad "table.concat()" -- expect: x:1: bad argument #1 to 'concat' (table expected, got no value)
bad "table.concat({}, {})" -- expect: x:1: bad argument #2 to 'concat' (string expected, got table)
bad "table.concat({{}})" -- expect: x:1: invalid value (table) at index 1 in table for 'concat'
bad "table.concat({1, 2}, ',', 1, 3)"
-- expect: x:1: invalid value (nil) at index 3 in table for 'concat'
bad "table.insert({}, 1, 2, 3)" -- expect: x:1: wrong number of arguments to 'insert'
bad "table.insert({})" -- expect: x:1: wrong number of arguments to 'insert'
bad "table.insert(nil, 1)" -- expect: x:1: bad argument #1 to 'insert' (table expected, got nil)
bad "table.insert({}, 5, 1)" -- expect: x:1: bad argument #2 to 'insert' (position out of bounds)
bad "table.insert({}, 'x', 1)"
-- expect: x:1: bad argument #2 to 'insert' (number expected, got string)
bad "table.remove({}, 5)" -- expect: x:1: bad argument #2 to 'remove' (position out of bounds)
bad "table.sort()" -- expect: x:1: bad argument #1 to 'sort' (table expected, got no value)
bad "table.sort({}, 1)" -- expect:
bad "coroutine.create()" -- expect: x:1: bad argument #1 to 'create' (function expected, got no value)
bad "coroutine.create(1)" -- expect: x:1: bad argument #1 to 'create' (function expected, got number)
bad "coroutine.wrap({})" -- expect: x:1: bad argument #1 to 'wrap' (function expected, got table)
bad "coroutine.resume(1)" -- expect: x:1: bad argument #1 to 'resume' (thread expected, got number)
bad "coroutine.status()" -- expect: x:1: bad argument #1 to 'status' (thread expected, got no value)
bad "load()" -- expect: x:1: bad argument #1 to 'load' (function expected, got no value)
bad "load(5)" -- expect:
bad "load({})" -- expect: x:1: bad argument #1 to 'load' (function expected, got table)
bad "collectgarbage('bad')" -- expect: x:1: bad argument #1 to 'collectgarbage' (invalid option 'bad')
bad "local s = string s.rep()"
-- expect: x:1: bad argument #1 to 'rep' (string expected, got no value)
bad "local r = string.rep r()" -- expect: x:1: bad argument #1 to 'r' (string expected, got no value)
bad "local o = {} o.r = string.rep o.r()"
-- expect: x:1: bad argument #1 to 'r' (string expected, got no value)
bad "local o = setmetatable({}, {__index = string}) o:rep()"
-- expect: x:1: calling 'rep' on bad self (string expected, got table)
bad "local o = setmetatable({}, {__index = string}) o.rep(o, 1)"
-- expect: x:1: bad argument #1 to 'rep' (string expected, got table)
bad "string.format('%d', 'x')"
-- expect: x:1: bad argument #2 to 'format' (number expected, got string)
bad "string.format('%d', 1.5)"
-- expect: x:1: bad argument #2 to 'format' (number has no integer representation)
bad "string.format('%d')" -- expect: x:1: bad argument #2 to 'format' (no value)
bad "getmetatable()" -- expect: x:1: bad argument #1 to 'getmetatable' (value expected)
bad "xpcall()" -- expect: x:1: bad argument #2 to 'xpcall' (function expected, got no value)
bad "xpcall(print)" -- expect: x:1: bad argument #2 to 'xpcall' (function expected, got no value)
bad "pcall()" -- expect: x:1: bad argument #1 to 'pcall' (value expected)
bad "assert()" -- expect: x:1: bad argument #1 to 'assert' (value expected)
bad "assert(false)" -- expect: x:1: assertion failed!
bad "error()" -- expect: nil
bad "math.random(0, 1, 2)" -- expect: x:1: wrong number of arguments
bad "math.random(2, 1)" -- expect: x:1: bad argument #1 to 'random' (interval is empty)
bad "string.byte('x', {})" -- expect: x:1: bad argument #2 to 'byte' (number expected, got table)
