-- `not` and what is folded have the line of their last token: no line comes twice.
local function lines(text)
  local chunk = load(text, "=text")
  local seen = {}
  debug.sethook(function(_, line)
    if debug.getinfo(2, "S").source == "=text" then seen[#seen + 1] = line end
  end, "l")
  chunk(true, {x = {}})
  debug.sethook()
  return table.concat(seen, " ")
end
print(lines "local a, b = ...\nlocal c = not\nb\n.x\nlocal d") -- expect: 1 4 5
print(lines "local a, b = ...\nlocal c = not\nnot\nb\nreturn c") -- expect: 1 4 5
print(lines "local a\n=\n1\n+\n2\nlocal b") -- expect: 5 6
print(lines "local a = -\n1\nlocal b = not\nnil\nreturn a") -- expect: 2 4 5
