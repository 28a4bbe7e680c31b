-- warn writes to the error stream only; control messages switch it.
print(pcall(warn)) -- expect: false	bad argument #1 to 'warn' (string expected, got no value)
print(pcall(warn, {})) -- expect: false	bad argument #1 to 'warn' (string expected, got table)
print(pcall(warn, "a", nil)) -- expect: false	bad argument #2 to 'warn' (string expected, got nil)
warn("@off") warn("not shown") warn("@unknown control")
print(select("#", warn("@off"))) -- expect: 0
