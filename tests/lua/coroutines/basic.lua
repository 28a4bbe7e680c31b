-- Values through resume and yield, statuses, dead coroutines.
local co = coroutine.create(function(a, b) print("start", a, b) local c = coroutine.yield(a + b) print("got", c) local d, e = coroutine.yield(c * 2, "two") print("got", d, e) return "end", d end)
print(coroutine.status(co), coroutine.resume(co, 1, 2))
-- expect: start	1	2
-- expect: suspended	true	3
print(coroutine.status(co), coroutine.resume(co, 10))
-- expect: got	10
-- expect: suspended	true	20	two
print(coroutine.resume(co, "x", "y"))
-- expect: got	x	y
-- expect: true	end	x
print(coroutine.status(co), coroutine.resume(co)) -- expect: dead	false	cannot resume dead coroutine
print(coroutine.resume(co)) -- expect: false	cannot resume dead coroutine
print(coroutine.resume(coroutine.create(function() end))) -- expect: true
print(coroutine.resume(coroutine.create(function(...) return select("#", ...), ... end), nil, nil))
-- expect: true	2	nil	nil
print(coroutine.resume(coroutine.create(function() return coroutine.yield() end))) -- expect: true
local function gen(n) return coroutine.wrap(function() for i = 1, n do coroutine.yield(i) end end) end
for v in gen(4) do io.write(v, " ") end print "." -- expect: 1 2 3 4 .
local w = coroutine.wrap(function() return 1 end) print(w()) -- expect: 1
print(pcall(w)) -- expect: false	cannot resume dead coroutine
print(pcall(coroutine.wrap(function() error("in wrap") end))) -- expect: false	basic.lua:22: in wrap
print(pcall(coroutine.wrap(function() error({}) end)) == false, select(2, pcall(coroutine.wrap(function() error("lvl0", 0) end))))
-- expect: true	lvl0
co = coroutine.create(function() error("failed") end)
print(coroutine.resume(co)) -- expect: false	basic.lua:25: failed
print(coroutine.status(co), coroutine.resume(co)) -- expect: dead	false	cannot resume dead coroutine
co = coroutine.create(function() error(nil) end) print(coroutine.resume(co)) local t = {}
-- expect: false	nil
co = coroutine.create(function() error(t) end) print(select(2, coroutine.resume(co)) == t)
-- expect: true
print(coroutine.isyieldable(), coroutine.resume(coroutine.create(function() return coroutine.isyieldable() end)))
-- expect: false	true	true
local main, ismain = coroutine.running()
print(type(main), ismain, coroutine.status(main), pcall(coroutine.resume, main))
-- expect: thread	true	running	true	false	cannot resume non-suspended coroutine
print(coroutine.resume(coroutine.create(function() local c, m = coroutine.running() return type(c), m, coroutine.status(c), coroutine.status(main), c ~= main end)))
-- expect: true	thread	false	running	normal	true
print(pcall(coroutine.yield, 1)) -- expect: false	attempt to yield from outside a coroutine
print(coroutine.isyieldable(co), coroutine.isyieldable(main)) -- expect: true	false
co = coroutine.create(function(c) return coroutine.resume(c) end)
print(coroutine.resume(co, co)) -- expect: true	false	cannot resume non-suspended coroutine
co = coroutine.wrap(function() return co() end) print(pcall(co))
-- expect: false	basic.lua:43: cannot resume non-suspended coroutine
local outer
outer = coroutine.create(function() local inner = coroutine.create(function() return coroutine.status(outer), coroutine.resume(outer) end) return coroutine.resume(inner) end)
print(coroutine.resume(outer)) -- expect: true	true	normal	false	cannot resume non-suspended coroutine
co = coroutine.create(function(...) local n = select("#", ...) while true do n = n + select("#", coroutine.yield(n)) end end)
print(coroutine.resume(co)) -- expect: true	0
print(coroutine.resume(co, nil)) -- expect: true	1
print(coroutine.resume(co, 1, 2, 3)) -- expect: true	4
coroutine.close(co)
print(coroutine.resume(coroutine.create(print), "print as body"))
-- expect: print as body
-- expect: true
print(coroutine.resume(coroutine.create(coroutine.yield), "yield as body"))
-- expect: true	yield as body
print(coroutine.resume(coroutine.create(pcall), error, "pcall as body"))
-- expect: true	false	pcall as body
