-- The library of files does without what a program has taken from the registry.
local registry, keys, kept = debug.getregistry(), {}, {}
for key, value in pairs(registry) do keys[#keys + 1], kept[key] = key, value end
local spoilt = {5, 1.5, "s", true, print, function() end, coroutine.create(print), io.stdout, {}}
local used = {io.open, io.lines, io.tmpfile, io.write, io.read, io.close, io.input, io.output, debug.traceback, next, pairs}

for i = 1, #spoilt do
  for j = 1, #keys do registry[keys[j]] = spoilt[i] end
  for j = 1, #used do
    if used[j] ~= io.write then pcall(used[j], "/dev/null") end
    pcall(used[j], {})
    pcall(used[j])
  end
  pcall(debug.sethook, print, "")
  pcall(function() for _ in io.lines("/dev/null") do end end)
end

for j = 1, #keys do registry[keys[j]] = kept[keys[j]] end
registry["FILE*"] = nil
local file = io.open("/dev/null")
print(io.type(file), getmetatable(file), pcall(function() return file:read() end))
-- expect: file	nil	false	spoilt_registry.lua:21: attempt to index a userdata value (upvalue 'file')
registry["FILE*"] = kept["FILE*"]
