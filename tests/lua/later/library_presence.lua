-- Every function of the base, string, table, math and coroutine libraries is there.
local names = {}
for _, n in ipairs {"assert", "collectgarbage", "dofile", "error", "getmetatable", "ipairs", "load", "loadfile", "next", "pairs", "pcall", "print", "rawequal", "rawget", "rawlen", "rawset", "require", "select", "setmetatable", "tonumber", "tostring", "type", "warn", "xpcall"} do if type(_G[n]) ~= "function" then names[#names + 1] = n end end
print("missing:", table.concat(names, " ") .. ".") -- expect: missing:	.
for lib, list in pairs {string = "byte char dump find format gmatch gsub len lower match pack packsize rep reverse sub unpack upper", table = "concat insert move pack remove sort unpack", math = "abs acos asin atan ceil cos deg exp floor fmod log max min modf rad random randomseed sin sqrt tan tointeger type ult", coroutine = "close create isyieldable resume running status wrap yield"} do for n in list:gmatch "%a+" do if type(_G[lib][n]) ~= "function" then print("missing", lib, n) end end end
print "libraries complete" -- expect: libraries complete
