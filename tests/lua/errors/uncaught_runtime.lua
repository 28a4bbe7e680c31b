-- An uncaught runtime error.
print "before" -- expect: before
local config = {}
print(config.section.key)
-- expect error: uncaught_runtime.lua:4: attempt to index a nil value (field 'section')
