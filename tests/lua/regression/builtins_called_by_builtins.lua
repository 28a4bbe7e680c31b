-- A builtin that calls another is a level of its own, in tracebacks as in hooks, though it may need no frame.
local rep = string.rep
local function shown(f, ...) return (select(2, xpcall(f, debug.traceback, ...)):gsub("\n%s*", "; ")) end
print(shown(function() local s = ("a"):gsub("a", rep) return s end):match "%[C%].-gsub'")
-- expect: [C]: in function 'string.rep'; [C]: in function 'string.gsub'
print(shown(function() table.sort({{}, {}}, rep) end):match "%[C%].-sort'")
-- expect: [C]: in function 'string.rep'; [C]: in function 'table.sort'
string.rep = nil
print(shown(function() local s = ("a"):gsub("a", rep) return s end):match "%[C%].-gsub'")
-- expect: [C]: in ?; [C]: in function 'string.gsub'
string.rep = rep
print(xpcall(load, function(m) return "handled: " .. tostring(m) end, error)) -- expect: true	nil	handled: nil
print(pcall(string.gsub, "a", "a", rep))
-- expect: false	bad argument #2 to 'string.rep' (number expected, got no value)

-- Who is called by a builtin has no name of its caller's; a resume that is refused returns as any other.
local seen = {}
local function names(f)
  seen = {}
  debug.sethook(function(event)
    local info = debug.getinfo(2, "nS")
    if info.what == "C" then seen[#seen + 1] = event .. " " .. tostring(info.name) end
  end, "cr")
  f()
  debug.sethook()
  seen[#seen] = nil -- the call of sethook
  return table.concat(seen, ", "):gsub("^return sethook, ", "")
end
print((names(function() local s = ("a"):gsub("a", string.upper) return s end)))
-- expect: call gsub, call nil, return nil, return gsub
local dead = coroutine.create(print)
coroutine.close(dead)
print((names(function() local ok = coroutine.resume(dead) return ok end))) -- expect: call resume, return resume
