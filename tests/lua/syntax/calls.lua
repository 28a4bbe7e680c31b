-- Call syntax: parentheses, one string, one table, methods, chains.
local function id(...) return ... end
print(id "s", id 's', id [[s]], #id {1, 2}, id(1)) -- expect: s	s	s	2	1
print((id "a"):upper(), ("x"):rep(3), #("abc"):reverse()) -- expect: A	xxx	3
local obj = {n = 0}
function obj:add(k) self.n = self.n + k return self end
function obj.get(self) return self.n end
print(obj:add(1):add(2):add(3):get()) -- expect: 6
print(pcall(obj.add, obj, {}))
-- expect: false	calls.lua:6: attempt to perform arithmetic on a table value (local 'k')
