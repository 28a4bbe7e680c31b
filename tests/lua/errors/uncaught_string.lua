-- An uncaught error with position ends the program.
print "before" -- expect: before
local function fail() error("boom") end
fail()
print "never"
-- expect error: uncaught_string.lua:3: boom
