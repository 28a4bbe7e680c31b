-- The debug library: information, locals, upvalues, hooks, traceback.
local function f(a, b) local c = a + b local i = debug.getinfo(1, "nSlutf") print(i.name, i.namewhat, i.short_src, i.linedefined, i.currentline, i.what, i.nparams, i.isvararg, i.nups, i.istailcall, i.func == f) for k = 1, 3 do io.write(table.concat({tostring(select(1, debug.getlocal(1, k))), tostring(select(2, debug.getlocal(1, k)))}, "="), " ") end print "." return c end
f(1, 2)
-- expect: f	local	debug_lib.lua	2	2	Lua	2	false	2	false	true
-- expect: a=1 b=2 c=3 .
local up = 10 local function g() return up end print(debug.getupvalue(g, 1)) -- expect: up	10
print(debug.setupvalue(g, 1, 20), up, g()) -- expect: up	20	20
local up2 = 30 local function h() return up2 end debug.upvaluejoin(g, 1, h, 1)
print(g(), debug.upvalueid(g, 1) == debug.upvalueid(h, 1)) -- expect: 30	true
print(debug.getinfo(print).what, debug.getinfo(print, "S").short_src, debug.getinfo(100), pcall(debug.getinfo, 1, "X"))
-- expect: C	[C]	nil	false	bad argument #2 to 'debug.getinfo' (invalid option)
print(debug.getlocal(f, 1), debug.getlocal(f, 2), debug.getlocal(f, 3)) -- expect: a	b	nil
local n = 0 debug.sethook(function(e, l) n = n + 1 end, "l") local x = 1 
-- expect: true	nil
-- expect: true	true
-- expect: true
-- expect: true	5	14
-- expect: msg	true	true	true	table
-- expect: p	4
-- expect: q	8
-- expect: stack traceback: [C]: in function 'coroutine.yield' debug_lib.lua:38: in function <debug_lib.lua:38>
-- expect: 38
-- expect: (vararg)	first
-- expect: set
-- expect: nil	true
-- expect: true
x = 2 
x = 3
 debug.sethook()
print(n > 0, debug.gethook())
local calls = {} debug.sethook(function(e) calls[#calls + 1] = e end, "cr") math.abs(1)
debug.sethook() print(calls[1] == "return" or calls[1], #calls >= 3) local count = 0
debug.sethook(function() count = count + 1 end, "", 100) for i = 1, 10000 do end debug.sethook()
print(count > 50)
print(debug.getmetatable("").__index == string, debug.setmetatable(5, {__index = {double = function(v) return v * 2 end}}), (7):double())
debug.setmetatable(5, nil)
print((debug.traceback("msg"):gsub("\n.*", "")), debug.traceback("msg", 1):find("stack traceback:", 1, true) ~= nil, debug.traceback(12):match("^12\nstack traceback:") ~= nil, debug.traceback({}) ~= nil, type(debug.getregistry()))
local co = coroutine.create(function(p) local q = p * 2 coroutine.yield(q) end)
coroutine.resume(co, 4) print(debug.getlocal(co, 1, 1))
print(debug.getlocal(co, 1, 2))
print((debug.traceback(co):gsub("%s+", " ")))
print(debug.getinfo(co, 1, "l").currentline)
coroutine.close(co) local function va(...) return debug.getlocal(1, -1) end
print(va("first"))
local function setl() local v = 1 debug.setlocal(1, 1, "set") return v end
print(setl())
local ud = io.stdout print(debug.getuservalue(ud, 1), debug.setuservalue ~= nil) local lines = {}
for l in pairs(debug.getinfo(f, "L").activelines) do lines[#lines + 1] = l end
print(#lines > 0)
