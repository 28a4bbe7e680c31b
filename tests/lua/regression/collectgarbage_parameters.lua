-- collectgarbage: parameters are kept by quarters in a byte; only those of the option are looked at.
print(collectgarbage("setpause", 1000), collectgarbage("setpause", 2000), collectgarbage("setpause", -1), collectgarbage("setpause", 3))
-- expect: 200	1000	976	0
print(collectgarbage("setstepmul", 1000), collectgarbage("setstepmul", 2000), collectgarbage("setstepmul", 1 << 32), collectgarbage("setstepmul", 399))
-- expect: 100	1000	976	0
print(collectgarbage("incremental", 300, 500, 10), collectgarbage("setpause", 200), collectgarbage("setstepmul", 100))
-- expect: generational	300	500
print(collectgarbage("incremental"), collectgarbage("generational", 20, 100), collectgarbage("incremental"))
-- expect: incremental	incremental	generational
print((pcall(collectgarbage, "count", "x"))) -- expect: true
print(pcall(collectgarbage, "stop", "x"), collectgarbage("restart", {})) -- expect: true	0
print(pcall(collectgarbage, "step", "x"))
-- expect: false	bad argument #2 to 'collectgarbage' (number expected, got string)
print(pcall(collectgarbage, "setpause", "x"))
-- expect: false	bad argument #2 to 'collectgarbage' (number expected, got string)
print(pcall(collectgarbage, "generational", 1, "x"))
-- expect: false	bad argument #3 to 'collectgarbage' (number expected, got string)
print(pcall(collectgarbage, "generational", 1, 2, "x")) -- expect: true	incremental
print(pcall(collectgarbage, "incremental", 1, 2, "x"))
-- expect: false	bad argument #4 to 'collectgarbage' (number expected, got string)
print(pcall(collectgarbage, "incremental", 1, 2, 3, "x")) -- expect: true	generational
print(pcall(collectgarbage, "collect\0x")) -- expect: true	0
