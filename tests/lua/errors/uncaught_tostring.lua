-- An uncaught error value with __tostring is shown through it.
print "before" -- expect: before
error(setmetatable({}, {__tostring = function() return "shown by __tostring" end}))
-- expect error: shown by __tostring
