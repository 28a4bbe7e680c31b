-- An operand is fetched when what ends it has been read, and has that line.
local function line(text)
  return tonumber(select(2, pcall(assert(load(text, "=x")))):match("x:(%d+):"))
end
print(line("print(\nx.y\n)"), line("print(\nx.y\n,\n1)"), line("return {\nx.y\n}"), line("return {\nx.y\n,\n}"))
print(line("local a = x\n.y\n:m()"), line("return (\nx.y\n)"), line("local a =\nx.y\n"), line("return 1\n+\nx.y"))
print(line("local t = {} return t[\nx.y\n]"), line("return x.y\n..\n'a'"))
local function trace(text)
  local lines = {}
  local f = assert(load(text))
  debug.sethook(function(_, l) lines[#lines + 1] = l end, "l")
  f()
  debug.sethook()
  return table.concat(lines, " ", 1, #lines - 1)
end
print(trace("local a = 'x'\n..\n'y'\n..\n'z'"))
print(trace("for i in next,\n{1}\ndo\nlocal x = 1\nend"))
print(trace("local n = 0 for x in function()\nn = n + 1\nif n < 3 then return n end end do\nlocal y = x\nend"))
print(trace("local function f(...)\nreturn\n...\nend\nf(\n1\n,\n'a'\n,\n{\n2\n}\n)"))
print(trace("local t = {\n1\n,\n2\n,\n[\n'k'\n]\n=\n3\n}"))
print(trace("return tostring(\n1\n)"))
print(trace("local a = 1\nlocal b = a ==\n2\n"))
print(trace("local i = 0 repeat\ni = i + 1\nuntil true"))
-- expect: 3	3	3	4
-- expect: 3	3	2	3
-- expect: 2	2
-- expect: 12 2 4 5 4 5
-- expect: 12 1 2 3 4 1 5
-- expect: 12 1 3 2 3 4 1 2 3 4 1 2 3 5
-- expect: 12 4 5 7 9 12 5 2 3 13
-- expect: 12 1 3 5 10 11
-- expect: 12 1 3 1
-- expect: 12 1 3
-- expect: 12 1 2 3
