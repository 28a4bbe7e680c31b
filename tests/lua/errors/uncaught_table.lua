-- An uncaught error value that is a table without __tostring.
print "before" -- expect: before
error({code = 1})
-- expect error: (error object is a table value)
