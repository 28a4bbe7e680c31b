-- A division by zero calls no metamethod: the handler of its error has no metamethod's name, as it has for other errors.
local function shown(f, ...)
  local function handler(m) return debug.getinfo(1, "n").name or "no name" end
  return select(2, xpcall(f, handler, ...))
end
print(shown(function(a, b) return a // b end, 1, 0), shown(function(a, b) return a // b end, 1)) -- expect: no name	idiv
print(shown(function(a) return a % 0 end, 1), shown(function(a) return a % 0 end)) -- expect: no name	mod
print(shown(function(a) return 1 // a end, 0), shown(function(a) return 1 // a end)) -- expect: no name	idiv
print(shown(function(a) return a & 1 end, 1.5)) -- expect: band
