-- Arithmetic events: which operand's handler runs, with which arguments, on every operand kind.
local log
local function handler(name) return function(a, b) log = name .. "(" .. (type(a) == "table" and a.id or tostring(a)) .. "," .. (type(b) == "table" and b.id or tostring(b)) .. ")" return log, "dropped" end end
local function make(id, prefix)
  local mt = {}
  for _, e in ipairs {"add", "sub", "mul", "div", "mod", "pow", "unm", "idiv", "band", "bor", "bxor", "shl", "shr", "bnot", "concat"} do mt["__" .. e] = handler((prefix or "") .. e) end
  return setmetatable({id = id}, mt)
end
local a, b = make("A", "a:"), make("B", "b:")
for _, op in ipairs {"+", "-", "*", "/", "%", "^", "//", "&", "|", "~", "<<", ">>", ".."} do
  local f = load("local a, b = ... return a " .. op .. " b")
  print(op, f(a, b), f(b, a), f(a, 1), f(1, a), f(a, 2.5), f("s", a), f(a, "10"), f(nil, b), f(b, true))
end
-- expect: +	a:add(A,B)	b:add(B,A)	a:add(A,1)	a:add(1,A)	a:add(A,2.5)	a:add(s,A)	a:add(A,10)	b:add(nil,B)	b:add(B,true)
-- expect: -	a:sub(A,B)	b:sub(B,A)	a:sub(A,1)	a:sub(1,A)	a:sub(A,2.5)	a:sub(s,A)	a:sub(A,10)	b:sub(nil,B)	b:sub(B,true)
-- expect: *	a:mul(A,B)	b:mul(B,A)	a:mul(A,1)	a:mul(1,A)	a:mul(A,2.5)	a:mul(s,A)	a:mul(A,10)	b:mul(nil,B)	b:mul(B,true)
-- expect: /	a:div(A,B)	b:div(B,A)	a:div(A,1)	a:div(1,A)	a:div(A,2.5)	a:div(s,A)	a:div(A,10)	b:div(nil,B)	b:div(B,true)
-- expect: %	a:mod(A,B)	b:mod(B,A)	a:mod(A,1)	a:mod(1,A)	a:mod(A,2.5)	a:mod(s,A)	a:mod(A,10)	b:mod(nil,B)	b:mod(B,true)
-- expect: ^	a:pow(A,B)	b:pow(B,A)	a:pow(A,1)	a:pow(1,A)	a:pow(A,2.5)	a:pow(s,A)	a:pow(A,10)	b:pow(nil,B)	b:pow(B,true)
-- expect: //	a:idiv(A,B)	b:idiv(B,A)	a:idiv(A,1)	a:idiv(1,A)	a:idiv(A,2.5)	a:idiv(s,A)	a:idiv(A,10)	b:idiv(nil,B)	b:idiv(B,true)
-- expect: &	a:band(A,B)	b:band(B,A)	a:band(A,1)	a:band(1,A)	a:band(A,2.5)	a:band(s,A)	a:band(A,10)	b:band(nil,B)	b:band(B,true)
-- expect: |	a:bor(A,B)	b:bor(B,A)	a:bor(A,1)	a:bor(1,A)	a:bor(A,2.5)	a:bor(s,A)	a:bor(A,10)	b:bor(nil,B)	b:bor(B,true)
-- expect: ~	a:bxor(A,B)	b:bxor(B,A)	a:bxor(A,1)	a:bxor(1,A)	a:bxor(A,2.5)	a:bxor(s,A)	a:bxor(A,10)	b:bxor(nil,B)	b:bxor(B,true)
-- expect: <<	a:shl(A,B)	b:shl(B,A)	a:shl(A,1)	a:shl(1,A)	a:shl(A,2.5)	a:shl(s,A)	a:shl(A,10)	b:shl(nil,B)	b:shl(B,true)
-- expect: >>	a:shr(A,B)	b:shr(B,A)	a:shr(A,1)	a:shr(1,A)	a:shr(A,2.5)	a:shr(s,A)	a:shr(A,10)	b:shr(nil,B)	b:shr(B,true)
-- expect: ..	a:concat(A,B)	b:concat(B,A)	a:concat(A,1)	a:concat(1,A)	a:concat(A,2.5)	a:concat(s,A)	a:concat(A,10)	b:concat(nil,B)	b:concat(B,true)
-- forms with a constant on either side
print(a + 1, 1 + a, a - 1, 1 - a, a * 2, 2 * a, a / 2, 2 / a, a % 2, 2 % a, a ^ 2, 2 ^ a, a // 2, 2 // a)
-- expect: a:add(A,1)	a:add(1,A)	a:sub(A,1)	a:sub(1,A)	a:mul(A,2)	a:mul(2,A)	a:div(A,2)	a:div(2,A)	a:mod(A,2)	a:mod(2,A)	a:pow(A,2)	a:pow(2,A)	a:idiv(A,2)	a:idiv(2,A)
print(a & 1, 1 & a, a | 1, 1 | a, a ~ 1, 1 ~ a, a << 1, 1 << a, a >> 1, 1 >> a, a + 0.5, 0.5 + a, a .. "x", "x" .. a)
-- expect: a:band(A,1)	a:band(1,A)	a:bor(A,1)	a:bor(1,A)	a:bxor(A,1)	a:bxor(1,A)	a:shl(A,1)	a:shl(1,A)	a:shr(A,1)	a:shr(1,A)	a:add(A,0.5)	a:add(0.5,A)	a:concat(A,x)	a:concat(x,A)
print(a + 100000, 100000 + a, a - 100000, a & 0xffffffff, a * 1e10, a - 127, a - 128, a + -128, a >> 127, 127 << a)
-- expect: a:add(A,100000)	a:add(100000,A)	a:sub(A,100000)	a:band(A,4294967295)	a:mul(A,10000000000.0)	a:sub(A,127)	a:sub(A,128)	a:add(A,-128)	a:shr(A,127)	a:shl(127,A)
print(-a, ~b, -b, ~a, (-a):len()) -- expect: a:unm(A,A)	b:bnot(B,B)	b:unm(B,B)	a:bnot(A,A)	10
print((a + b) .. "", select("#", a + b), #{a + b, a - b}) -- expect: a:add(A,B)	1	2
