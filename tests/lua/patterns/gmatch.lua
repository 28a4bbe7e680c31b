-- gmatch: captures, empty matches, anchors, start position, nesting.
for w in ("one two three"):gmatch("%a+") do io.write(w, ";") end
print "." -- expect: one;two;three;.
for k, v in ("a=1, b=2"):gmatch("(%w+)=(%w+)") do io.write(k, v, ";") end
print "." -- expect: a1;b2;.
for p in ("abc"):gmatch("()") do io.write(p, " ") end
print "." -- expect: 1 2 3 4 .
for m in ("aXbX"):gmatch("X*") do io.write("[", m, "]") end
print "." -- expect: [][X][X].
for m in ("aaa"):gmatch("^a") do io.write(m, " ") end
print "." -- expect: .
for m in ("abcabc"):gmatch("b", 3) do io.write(m, " ") end
print "." -- expect: b .
for m in ("abc"):gmatch("%w", -1) do io.write(m, " ") end
print "." -- expect: c .
for m in (""):gmatch("x*") do io.write("[", m, "]") end
print "." -- expect: [].
for m in ("abc"):gmatch("x") do print(m) end
for a in ("a,b"):gmatch("[^,]+") do for d in ("1-2"):gmatch("%d") do io.write(a, d, " ") end end
print "." -- expect: a1 a2 b1 b2 .
local it = ("x y"):gmatch("%w") print(it(), it(), it()) -- expect: x	y
print(select("#", it())) -- expect: 0
print(pcall(string.gmatch))
-- expect: false	bad argument #1 to 'string.gmatch' (string expected, got no value)
print(pcall(string.gmatch, "x"))
-- expect: false	bad argument #2 to 'string.gmatch' (string expected, got no value)
local t = {}
for line in ("l1\nl2\n\nl4"):gmatch("([^\n]*)\n?") do t[#t + 1] = "<" .. line .. ">" end
print(table.concat(t)) -- expect: <l1><l2><><l4>
local words = {} for w in ("the cat the dog"):gmatch("%w+") do words[w] = (words[w] or 0) + 1 end
print(words.the, words.cat, words.dog) -- expect: 2	1	1
for p, w, q in (" a bb "):gmatch("()(%a+)()") do io.write(p, w, q, " ") end
print "." -- expect: 2a3 4bb6 .
local co = coroutine.wrap(function() for d in ("123"):gmatch("%d") do coroutine.yield(d) end end)
print(co(), co(), co()) -- expect: 1	2	3
