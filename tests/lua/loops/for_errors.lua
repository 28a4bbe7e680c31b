-- Errors of the numeric and the generic for.
local function bad(s)
  local _, e = pcall(load(s, "=x"))
  print(type(e) == "string" and e or type(e))
end
bad "for i = 1, 10, 0 do end" -- expect: x:1: 'for' step is zero
bad "for i = 1.0, 10, 0 do end" -- expect: x:1: 'for' step is zero
bad "for i = 1, 10, 0.0 do end" -- expect: x:1: 'for' step is zero
bad "for i = 1, 10, -0.0 do end" -- expect: x:1: 'for' step is zero
bad "for i = nil, 10 do end" -- expect: x:1: bad 'for' initial value (number expected, got nil)
bad "for i = 1, nil do end" -- expect: x:1: bad 'for' limit (number expected, got nil)
bad "for i = 1, 10, {} do end" -- expect: x:1: bad 'for' step (number expected, got table)
bad "for i = 'a', 10 do end" -- expect: x:1: bad 'for' initial value (number expected, got string)
bad "for i = 1, 'x' do end" -- expect: x:1: bad 'for' limit (number expected, got string)
bad "for i = 1, 10, 'x' do end" -- expect: x:1: bad 'for' step (number expected, got string)
bad "for i = {}, 10 do end" -- expect: x:1: bad 'for' initial value (number expected, got table)
bad "for i = 1.5, print do end" -- expect: x:1: bad 'for' limit (number expected, got function)
bad "for i = true, 10, 0 do end"
-- expect: x:1: bad 'for' initial value (number expected, got boolean)
bad "for i = 1, true, 0 do end" -- expect: x:1: 'for' step is zero
bad "for k in nil do end" -- expect: x:1: attempt to call a nil value (for iterator 'for iterator')
bad "for k in 5 do end" -- expect: x:1: attempt to call a number value (for iterator 'for iterator')
bad "for k in {} do end" -- expect: x:1: attempt to call a table value (for iterator 'for iterator')
bad "local it = {} for k in it do end"
-- expect: x:1: attempt to call a table value (for iterator 'for iterator')
bad "for k, v in pairs(nil) do end"
-- expect: x:1: bad argument #1 to 'for iterator' (table expected, got nil)
bad "for k in ipairs() do end" -- expect: x:1: bad argument #1 to 'ipairs' (value expected)
bad "for k in next, nil do end"
-- expect: x:1: bad argument #1 to 'for iterator' (table expected, got nil)
bad "for k in next, {}, 'missing' do end" -- expect: invalid key to 'next'
bad "for k in function() error 'inside' end do end" -- expect: x:1: inside
bad "for k in function() error({}, 2) end do end" -- expect: table
