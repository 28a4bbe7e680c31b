-- PUC makes room for all the bytes that are asked for before it reads.
local name = os.tmpname()
local file = assert(io.open(name, "w"))
file:write("short")
file:close()
file = assert(io.open(name))
print(pcall(file.read, file, 2^53)) -- expect: false	not enough memory
print(file:read(2^20)) -- expect: short
file:close()
os.remove(name)
