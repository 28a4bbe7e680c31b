-- Malformed patterns and limits.
local function bad(p, s) print((p:gsub("%c", "?")), select(2, pcall(string.find, s or "aaa", p))) end
bad "[a" bad "[" bad "[]" bad "[^]" bad "[%" bad "%" bad "(a" bad "a)" bad "((a)" bad "%1"
-- expect: [a	malformed pattern (missing ']')
-- expect: [	malformed pattern (missing ']')
-- expect: []	malformed pattern (missing ']')
-- expect: [^]	malformed pattern (missing ']')
-- expect: [%	malformed pattern (missing ']')
-- expect: %	malformed pattern (ends with '%')
-- expect: (a	unfinished capture
-- expect: a)	nil
-- expect: ((a)	unfinished capture
-- expect: %1	invalid capture index %1
bad "(a%1)" bad "(a)%2" bad "%b" bad "%bx" bad "%f" bad "%fa" bad("(()", "x") bad "[a-%"
-- expect: (a%1)	invalid capture index %1
-- expect: (a)%2	invalid capture index %2
-- expect: %b	malformed pattern (missing arguments to '%b')
-- expect: %bx	malformed pattern (missing arguments to '%b')
-- expect: %f	missing '[' after '%f' in pattern
-- expect: %fa	missing '[' after '%f' in pattern
-- expect: (()	unfinished capture
-- expect: [a-%	malformed pattern (missing ']')
print(pcall(string.gsub, "a", "a", "%2")) -- expect: false	invalid capture index %2
print(pcall(string.gsub, "a", "(a)", "%2")) -- expect: false	invalid capture index %2
print(pcall(string.gsub, "a", "a", "%x")) -- expect: false	invalid use of '%' in replacement string
print(pcall(string.gsub, "a", "a", "%")) -- expect: false	invalid use of '%' in replacement string
print(pcall(string.rep("a", 10).match, "x", ("(x)"):rep(33))) -- expect: true	nil
print(pcall(string.match, "x", ("x?"):rep(10) .. "x")) -- expect: true	x
print(("a"):rep(8):match(("a?"):rep(8) .. ("a"):rep(4)) ~= nil) -- expect: true
print((pcall(string.find, ("a"):rep(300000), ".-b", 299990))) -- expect: true
print(pcall(string.find, "abc", ("("):rep(40))) -- expect: false	too many captures
print((pcall(string.gmatch, "a", "("))) -- expect: true
print(pcall(string.gmatch("a", "("))) -- expect: false	unfinished capture
print(pcall(string.find, "a", "[z-a]")) -- expect: true	nil
print(("a-]"):find("[]-a]")) -- expect: 1	1
print(("%"):find("%", 1, true)) -- expect: 1	1
print(pcall(string.find, "a", {}))
-- expect: false	bad argument #2 to 'string.find' (string expected, got table)
print(("^x"):find("^", 1, true), ("x$y"):find("$y"), ("a"):find("^^a")) -- expect: 1	2	nil
