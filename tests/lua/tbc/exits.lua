-- To-be-closed variables are closed in reverse order on every normal exit.
local log = {}
local function c(name) return setmetatable({}, {__close = function(_, e) log[#log + 1] = name .. (e == nil and "" or "!" .. tostring(e)) end}) end
local function show() print(table.concat(log, " ")) log = {} end
do local a <close> = c "a" local b <close> = c "b" log[#log + 1] = "body" end show()
-- expect: body b a
do local x <close> = nil local y <close> = false end show() -- expect:
for i = 1, 2 do local a <close> = c("loop" .. i) end show() -- expect: loop1 loop2
for i = 1, 3 do local a <close> = c("brk" .. i) if i == 2 then break end end show()
-- expect: brk1 brk2
local n = 0
while n < 3 do n = n + 1 local a <close> = c("w" .. n) if n == 2 then goto continue end log[#log + 1] = "end" .. n ::continue:: end
show() -- expect: end1 w1 w2 end3 w3
n = 0 repeat n = n + 1 local a <close> = c("r" .. n) until n == 2 show() -- expect: r1 r2
local function ret() local a <close> = c "A" local b <close> = c "B" return "value", 2 end print(ret()) show()
-- expect: value	2
-- expect: B A
local function early(x) local a <close> = c "outer" if x then local b <close> = c "inner" return "early" end return "late" end
print(early(true), early(false)) -- expect: early	late
show() -- expect: inner outer outer
do local a <close> = c "goto1" do local b <close> = c "goto2" goto out end end ::out:: show()
-- expect: goto2 goto1
do local i = 0 ::top:: local a <close> = c("back" .. i) i = i + 1 if i < 3 then goto top end end show()
-- expect: back0 back1 back2
local function nested() for i = 1, 3 do local a <close> = c("i" .. i) for j = 1, 3 do local b <close> = c("j" .. j) if j == 2 and i == 2 then return i, j end if j == 2 then break end end end end
print(nested()) -- expect: 2	2
show() -- expect: j1 j2 i1 j1 j2 i2
do local a <close>, b = c "first", "plain" log[#log + 1] = b end show() -- expect: plain first
do local a <const> = 1 local b <close> = c "mixed" local d = 2 do local e <close> = c "deeper" end log[#log + 1] = a + d end
show() -- expect: deeper 3 mixed
