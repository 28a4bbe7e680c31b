-- Source text as a chunk's name is cut when it fills its room, by the compiler and at run time alike.
local function names(n)
  local name = ("a"):rep(n)
  print((select(2, load("x =", name)):match('^(.-"%]):')):len(), (select(2, pcall(load("error('e')", name))):match('^(.-"%]):')):len())
end
names(44) -- expect: 55	55
names(45) -- expect: 59	59
names(46) -- expect: 59	59
