-- Errors and to-be-closed variables: unwinding, errors in closers, values that cannot be closed.
local log = {}
local function c(name, err) return setmetatable({}, {__close = function(_, e) log[#log + 1] = name .. "(" .. tostring(e) .. ")" if err then error(err, 0) end end}) end
local function show(...) print(table.concat(log, " "), ...) log = {} end
show(pcall(function() local a <close> = c "a" local b <close> = c "b" error("boom", 0) end))
-- expect: b(boom) a(boom)	false	boom
show(pcall(function() local a <close> = c "a" local b <close> = c("b", "in b") error("boom", 0) end))
-- expect: b(boom) a(in b)	false	in b
show(pcall(function() local a <close> = c("a", "in a") local b <close> = c("b", "in b") local d <close> = c "d" end))
-- expect: d(nil) b(nil) a(in b)	false	in a
show(pcall(function() local a <close> = c "a" local b <close> = c("b", "in b") return "lost" end))
-- expect: b(nil) a(in b)	false	in b
show(pcall(function() local a <close> = c "a" do local b <close> = c("b", "in b") end log[#log + 1] = "unreached" end))
-- expect: b(nil) a(in b)	false	in b
show(pcall(function() for i = 1, 3 do local a <close> = c("i" .. i, i == 2 and "stop") end end))
-- expect: i1(nil) i2(nil)	false	stop
show(pcall(function() local a <close> = c "a" error(nil) end)) -- expect: a(nil)	false	nil
show(pcall(function() local a <close> = c "a" error(setmetatable({}, {__tostring = function() return "obj" end})) end) == false)
-- expect: a(obj)	true
show(pcall(function() local a <close> = c "outer" local ok, e = pcall(function() local b <close> = c "inner" error("x", 0) end) log[#log + 1] = "caught " .. e end))
-- expect: inner(x) caught x outer(nil)	true
show(pcall(function() local a <close> = c("a", "second") local x = nil; x.y = 1 end))
-- expect: a(errors.lua:22: attempt to index a nil value (local 'x'))	false	second
print(pcall(function() local x <close> = 5 end))
-- expect: false	errors.lua:24: variable 'x' got a non-closable value
print(pcall(function() local x <close> = {} end))
-- expect: false	errors.lua:26: variable 'x' got a non-closable value
print(pcall(function() local x <close> = "s" end))
-- expect: false	errors.lua:28: variable 'x' got a non-closable value
print(pcall(function() local a <close> = c "ok" local myvar <close> = setmetatable({}, {}) end))
-- expect: false	errors.lua:30: variable 'myvar' got a non-closable value
show() -- expect: ok(errors.lua:30: variable 'myvar' got a non-closable value)
print(pcall(function() local t = setmetatable({}, {__close = function() end}) local x <close> = t getmetatable(t).__close = nil end))
-- expect: false	errors.lua:33: attempt to call a nil value (metamethod 'close')
print(pcall(function() local t = setmetatable({}, {__close = 5}) local x <close> = t end))
-- expect: false	errors.lua:35: attempt to call a number value (metamethod 'close')
print(pcall(function() local t = setmetatable({}, {__close = function() end}) local x <close> = t setmetatable(t, nil) error("orig", 0) end))
-- expect: false	attempt to call a nil value
local n = 0
for i = 1, 100 do pcall(function() local a <close> = setmetatable({}, {__close = function() n = n + 1 error(n) end}) error("e") end) end
print(n) -- expect: 100
print(xpcall(function() local a <close> = c("a", "close error") error("first", 0) end, function(m) log[#log + 1] = "H:" .. m return m .. "+" end))
-- expect: false	close error+
show() -- expect: H:first a(first+) H:close error
local function deep(k) local a <close> = c(k) if k == 0 then error("bottom", 0) end deep(k - 1) end
show(pcall(deep, 4)) -- expect: 0(bottom) 1(bottom) 2(bottom) 3(bottom) 4(bottom)	false	bottom
