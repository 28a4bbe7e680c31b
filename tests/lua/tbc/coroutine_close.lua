-- coroutine.close runs pending closers and reports their errors.
local log = {}
local function c(n, err) return setmetatable({}, {__close = function(_, e) log[#log + 1] = n .. ":" .. tostring(e) if err then error(err, 0) end end}) end
local function show() print(table.concat(log, " ")) log = {} end
local co = coroutine.create(function() local a <close> = c "a" local b <close> = c "b" coroutine.yield() end)
coroutine.resume(co) print(coroutine.close(co), coroutine.status(co)) show()
-- expect: true	dead
-- expect: b:nil a:nil
co = coroutine.create(function() local a <close> = c "a" local b <close> = c("b", "err b") coroutine.yield() end)
coroutine.resume(co) print(coroutine.close(co)) print(coroutine.status(co), coroutine.close(co))
-- expect: false	err b
-- expect: dead	true
show() -- expect: b:nil a:err b
co = coroutine.create(function() local a <close> = c("a", "err a") local b <close> = c("b", "err b") coroutine.yield() end)
coroutine.resume(co) print(coroutine.close(co)) show()
-- expect: false	err a
-- expect: b:nil a:err b
co = coroutine.create(function() local a <close> = c "dead" error("body", 0) end)
print(coroutine.resume(co)) -- expect: false	body
print(coroutine.status(co)) -- expect: dead
show() print(coroutine.close(co)) show() print(coroutine.close(co))
-- expect:
-- expect: false	body
-- expect: dead:body
-- expect: true
co = coroutine.create(function() local a <close> = c "deep" local function f(n) local x <close> = c("f" .. n) if n == 0 then coroutine.yield() end f(n - 1) end pcall(f, 2) end)
coroutine.resume(co) print(coroutine.close(co)) show()
-- expect: true
-- expect: f0:nil f1:nil f2:nil deep:nil
co = coroutine.wrap(function() local a <close> = c "wrap" error("in wrap", 0) end)
print(pcall(co)) -- expect: false	in wrap
show() -- expect: wrap:in wrap
co = coroutine.wrap(function() local a <close> = c("wrap", "replaced") error("in wrap", 0) end)
print(pcall(co)) -- expect: false	replaced
show() -- expect: wrap:in wrap
co = coroutine.create(function() end) print(coroutine.close(co), coroutine.status(co))
-- expect: true	dead
print(coroutine.resume(co)) -- expect: false	cannot resume dead coroutine
coroutine.resume(co) print(coroutine.close(co)) print(pcall(coroutine.close, coroutine.running()))
-- expect: true
-- expect: false	cannot close a running coroutine
co = coroutine.create(function() return pcall(coroutine.close, coroutine.running()) end)
print(coroutine.resume(co)) -- expect: true	false	cannot close a running coroutine
local outer
outer = coroutine.create(function() local inner = coroutine.create(function() return pcall(coroutine.close, outer) end) return coroutine.resume(inner) end)
print(coroutine.resume(outer)) -- expect: true	true	false	cannot close a normal coroutine
co = coroutine.create(function() local a <close> = setmetatable({}, {__close = function(_, e) error({code = 7}) end}) coroutine.yield() end)
coroutine.resume(co) local ok, e = coroutine.close(co)
print(ok, type(e), e.code) -- expect: false	table	7
co = coroutine.create(function() local a <close> = setmetatable({}, {__close = function() log[#log + 1] = tostring(coroutine.isyieldable()) local inner = coroutine.wrap(function() coroutine.yield(1) return 2 end) log[#log + 1] = inner() + inner() end}) coroutine.yield() end)
coroutine.resume(co) print(coroutine.close(co)) show()
-- expect: true
-- expect: false 3
for i = 1, 50 do local k = coroutine.create(function() local a <close> = c "x" coroutine.yield() end) coroutine.resume(k) coroutine.close(k) end
print(#log) -- expect: 50
log = {}
