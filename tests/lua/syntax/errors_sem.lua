-- Errors the compiler finds after parsing: labels, gotos, breaks, limits.
local function bad(s) print(select(2, load(s, "=x"))) end
-- nesting is limited; pcall keeps the host's message handler away
local function deep(s) local _, f, m = pcall(load, s, "=x") print(f, m:match "overflow") end
bad "break" -- expect: x:1: break outside loop at line 1
bad "do break end" -- expect: x:1: break outside loop at line 1
bad "while true do local function f() break end end" -- expect: x:1: break outside loop at line 1
bad "goto nowhere" -- expect: x:1: no visible label 'nowhere' for <goto> at line 1
bad "do ::inner:: end goto inner" -- expect: x:1: no visible label 'inner' for <goto> at line 1
bad "goto l; local a; ::l:: print(a)"
-- expect: x:1: <goto l> at line 1 jumps into the scope of local 'a'
bad "::a:: ::a::" -- expect: x:1: label 'a' already defined on line 1
bad "::a:: do ::a:: end" -- expect: x:1: label 'a' already defined on line 1
bad "repeat goto cont; local x = 1; ::cont:: until x"
-- expect: x:1: <goto cont> at line 1 jumps into the scope of local 'x'
bad "local function f() goto out end ::out::"
-- expect: x:1: no visible label 'out' for <goto> at line 1
print((load("goto l; local a; ::l::", "=x")) ~= nil, (load("do goto l; local a; ::l:: end", "=x")) ~= nil)
-- expect: true	true
print((load("do ::a:: end do ::a:: end", "=x")) ~= nil) -- expect: true
print((load("goto l; local a; ::l:: ; ;", "=x")) ~= nil, load("repeat goto c; local x; ::c:: until y", "=x"))
-- expect: true	nil	x:1: <goto c> at line 1 jumps into the scope of local 'x'
local names = {}
for i = 1, 201 do names[i] = "v" .. i end
bad("local " .. table.concat(names, ",") .. " = 1")
-- expect: x:1: too many local variables (limit is 200) in main function near '='
bad("function f() local " .. table.concat(names, ",") .. " end")
-- expect: x:1: too many local variables (limit is 200) in function at line 1 near 'end'
deep("return " .. ("("):rep(300) .. "1" .. (")"):rep(300)) -- expect: nil	overflow
deep("x = " .. ("{"):rep(300)) -- expect: nil	overflow
deep("x = " .. ("not "):rep(300) .. "1") -- expect: nil	overflow
deep(("do "):rep(300) .. ("end "):rep(300)) -- expect: nil	overflow
print(#load("return '" .. ("a"):rep(70000) .. "'")()) -- expect: 70000
