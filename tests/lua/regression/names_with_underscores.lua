-- A function that has several names is told by one that does not begin with `_`, if there is one: a notebook keeps what
-- its cells gave under such names.
_1, _2, __a = string.rep, print, string.rep
local _, message = pcall(_1, "x", 1 << 60)
print(message) -- expect: resulting string too large
local function place(f, ...)
  return (select(2, xpcall(f, debug.traceback, ...)):match "function '(.-)'")
end
print(place(_1, "x", 1 << 60)) -- expect: string.rep
print(place(_1)) -- expect: string.rep
print(select(2, pcall(_1))) -- expect: bad argument #1 to 'string.rep' (string expected, got no value)
_3 = error
print(place(error, "x")) -- expect: error
_4, _5 = coroutine.wrap(error), coroutine.wrap(error)
print(place(_4, "x")) -- expect: _4
_ok = function() error "mine" end
function shown() error "mine" end
_shown = shown
print(place(shown)) -- expect: error
print(select(2, xpcall(_ok, debug.traceback)):match "in function '(_ok)'") -- expect: _ok
print(select(2, xpcall(_shown, debug.traceback)):match "in function '(_?shown)'") -- expect: shown
