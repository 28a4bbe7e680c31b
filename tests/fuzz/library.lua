-- Random calls of library functions with random arguments: `lua library.lua SEED COUNT` prints each call and its results.
local seed, count = tonumber(arg[1]), tonumber(arg[2])
local function draw(n) seed = (seed * 1103515245 + 12345) & 0x7fffffff return (seed >> 8) % n + 1 end
local function one_of(list) return list[draw(#list)] end

local patterns = {"a", ".", "%a+", "(%w)(%w)", "[^a-c]", "%f[%w]", "^x*", "b-$", "%b()", "()", "(", "[", "%", "%1", "(a)%1",
  "[]-a]", "[%a-z]", ".-b", "a?", "[[:alpha:]]", "%g", "\0", "(()", "%f", "%b", "((a)(b))", "x*$", "[^]", "[a-]", "%z"}
local formats = {"%d", "%5.2f", "%s", "%q", "%x", "%-10s|", "%+d", "%e", "%g", "%a", "%c", "%i", "%u", "%o", "%%", "%5d", "%05d",
  "%.3s", "%.20s", "%", "%y", "%#x", "% d", "%10.4f", "%s %s", "%.0f", "%99d", "%100d", "%-+ #0d", "%.99f", "%5c"}
local packs = {"b", "B", "h", "i4", "I3", "<i8", ">I2", "=d", "f", "n", "j", "T", "s1", "s4", "z", "x", "!4 i2 i8", "Xi4", "c5", "c0",
  "i17", "i0", "!3", "s", "<!8 b Xd d", "!16 i16", "!", "X", "  ", "c", "i16", "I16", "Xz", "bXc1"}
local texts = {"", "a", "abc", "hello world", "0x10", "  12  ", "1e5", "x=1, y=2", "\0\1\255", "häß", ("ab"):rep(50), "(a(b)c)", "aXbXc",
  "\u{7FFFFFFF}", "\xff\xfe", "10", "-7", "%d", "nan", "inf", "0x1p4", "1..2", "\n\t", "abcabc", "9223372036854775808"}
local numbers = {-1, 0, 1, 2, 3, 5, 8, 63, 64, 100, -5, 0.5, -0.0, 1e100, 2^53, 3.0, 1/0, -1/0, 255, 1114111}
local extremes = {math.maxinteger, math.mininteger, math.maxinteger - 1, math.mininteger + 1}
local function list() local t = {} for i = 1, draw(6) - 1 do t[i] = draw(2) == 1 and draw(9) or one_of {"x", "y", "10", "2"} end return t end
local makers = {
  function() return one_of(texts) end, function() return one_of(texts) end, function() return one_of(numbers) end,
  function() return one_of(numbers) end, function() return one_of(patterns) end, function() return one_of(formats) end,
  function() return one_of(packs) end, list, function() return nil end, function() return draw(2) == 1 end,
  function() return math.type end, function() return one_of(extremes) end,
}
local names = {}
for _, library in ipairs {"string", "utf8", "math", "table"} do
  local found = {}
  for name in pairs(_G[library]) do found[#found + 1] = name end
  table.sort(found)
  for _, name in ipairs(found) do names[#names + 1] = library .. "." .. name end
end
for _, name in ipairs {"tonumber", "tostring", "select", "rawlen", "rawequal", "rawget", "type", "ipairs", "next", "assert"} do names[#names + 1] = name end
local skip = {["math.atan"] = true, ["math.atan2"] = true, ["tostring"] = true, ["math.random"] = true, ["math.randomseed"] = true, ["string.dump"] = true, ["table.move"] = true, ["math.pi"] = true,
  ["math.huge"] = true, ["math.maxinteger"] = true, ["math.mininteger"] = true, ["utf8.charpattern"] = true}
-- what differs between the versions, or is the C library's business
local own = {["string.format"] = formats, ["string.pack"] = packs, ["string.unpack"] = packs, ["string.packsize"] = packs}
local matching = {["string.find"] = true, ["string.match"] = true, ["string.gmatch"] = true, ["string.gsub"] = true}

local function shown(v, deep)
  local kind = math.type(v) or type(v)
  if kind == "string" then return (#v > 300 and ("%q"):format(v:sub(1, 300)) .. "…" .. #v or ("%q"):format(v)):gsub("\n", "n") end
  if kind == "nil" or kind == "boolean" or kind == "integer" then return tostring(v) end
  if kind == "float" then return v == v and ("%.14g"):format(v) .. "f" or "nan" end
  if kind == "table" and not deep then
    local parts = {}
    for i = 1, math.min(#v, 20) do parts[i] = shown(v[i], true) end
    return "{" .. table.concat(parts, ",") .. "}"
  end
  return kind
end
local function without_addresses(text) return (text:gsub("0x%x%x%x%x+", "0x…")) end
local function all(...)
  local found = table.pack(...)
  for i = 1, found.n do found[i] = shown(found[i]) end
  return table.concat(found, ", ", 1, found.n)
end
for _ = 1, count do
  local name = one_of(names)
  if not skip[name] then
    local library, field = name:match "(%w+)%.(%w+)"
    local f = library and _G[library][field] or _G[name]
    local given = {n = draw(5) - 1}
    for i = 1, given.n do given[i] = one_of(makers)() end
    if own[name] and draw(5) > 1 then given[1] = one_of(own[name]) given.n = math.max(given.n, 1) end
    if matching[name] and draw(5) > 1 then given[1], given[2], given.n = one_of(texts), one_of(patterns), math.max(given.n, 2) end
    if library == "table" and draw(4) > 1 then given[1] = list() given.n = math.max(given.n, 1) end
    if name == "string.rep" and given.n > 1 and tonumber(given[2]) and tonumber(given[2]) > 1000 then given[2] = 3 end
    local huge = false
    for i = 1, given.n do if math.type(given[i]) and math.abs(given[i]) > 1e6 or type(given[i]) == "string" and #given[i] > 18 then huge = true end end
    -- which keys that are not there `next` goes on from depends on the size of an array nobody sees
    local absent = name == "next" and math.type(given[2]) and type(given[1]) == "table" and given[1][given[2]] == nil
    if not (library == "table" and huge) and not absent and not (name == "string.format" and tostring(given[1]):find "%%[ac]") then
      print(without_addresses(name .. "(" .. all(table.unpack(given, 1, given.n)) .. ") = " .. all(pcall(f, table.unpack(given, 1, given.n)))))
    end
  end
end
