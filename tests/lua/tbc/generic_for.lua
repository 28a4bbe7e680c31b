-- The fourth value of a generic for is closed on each way out of the loop.
local log = {}
local function it(n, tag) local closer = setmetatable({}, {__close = function(_, e) log[#log + 1] = tag .. ":" .. tostring(e) end}) return function(_, i) i = i + 1 if i <= n then return i end end, nil, 0, closer end
local function show(...) print(table.concat(log, " "), ...) log = {} end
for i in it(3, "end") do end show() -- expect: end:nil
for i in it(3, "break") do if i == 2 then break end end show() -- expect: break:nil
show((function() for i in it(3, "return") do if i == 2 then return i end end end)())
-- expect: return:nil	2
for i in it(3, "goto") do if i == 2 then goto out end end ::out:: show() -- expect: goto:nil
show(pcall(function() for i in it(3, "error") do error("e" .. i, 0) end end))
-- expect: error:e1	false	e1
show(pcall(function() for i in function() error("in iterator", 0) end, nil, nil, setmetatable({}, {__close = function(_, e) log[1] = "closed " .. e end}) do end end))
-- expect: closed in iterator	false	in iterator
for i in it(2, "outer") do for j in it(2, "inner" .. i) do if j == 1 then goto next end end ::next:: end
show() -- expect: inner1:nil inner2:nil outer:nil
show(pcall(function() for i in next, {}, nil, 5 do end end))
-- expect: 	false	generic_for.lua:16: variable '(for state)' got a non-closable value
show(pcall(function() for i in next, {}, nil, {} do end end)) for i in next, {}, nil, nil do end
-- expect: 	false	generic_for.lua:18: variable '(for state)' got a non-closable value
for i in next, {}, nil, false do end
show((function() for i in it(1, "tail") do return tostring(i) end end)()) -- expect: tail:nil	1
local co = coroutine.wrap(function() for i in it(2, "co") do coroutine.yield(i) end return "finished" end)
show(co(), co(), co()) -- expect: co:nil	1	2	finished
co = coroutine.create(function() for i in it(2, "closed") do coroutine.yield(i) end end)
print(coroutine.resume(co)) -- expect: true	1
show(coroutine.close(co)) -- expect: closed:nil	true
for i in it(2, "captured") do local f = function() return i end f() end show() -- expect: captured:nil
do local a <close> = setmetatable({}, {__close = function() log[#log + 1] = "block" end}) for i in it(1, "loop") do end end
show() -- expect: loop:nil block
for i in it(2, "cont") do if i == 1 then goto continue end log[#log + 1] = "i" .. i ::continue:: end show()
-- expect: i2 cont:nil
