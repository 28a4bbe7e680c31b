-- An uncaught nil error.
print "before" -- expect: before
error()
-- expect error: (error object is a nil value)
