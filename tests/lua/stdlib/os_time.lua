-- os.time and os.date: normalised tables, wrong fields, every conversion.
local FIELDS = {"year", "month", "day", "hour", "min", "sec", "wday", "yday"}
local function normalised(t)
  local ok, result = pcall(os.time, t)
  if not ok then return result end
  local shown = {}
  for i, field in ipairs(FIELDS) do shown[i] = tostring(t[field]) end
  return table.concat(shown, " ")
end
print(normalised({year = 2020, month = 1, day = 1})) -- expect: 2020 1 1 12 0 0 4 1
print(normalised({year = 2020, month = 14, day = -3, hour = 25, min = 70, sec = -5})) -- expect: 2021 1 29 2 9 55 6 29
print(normalised({year = "2020", month = "01", day = " 3 "})) -- expect: 2020 1 3 12 0 0 6 3
print(normalised({year = 2020.0, month = 1, day = 1})) -- expect: 2020 1 1 12 0 0 4 1
print(normalised({year = 1900, month = 1, day = 1})) -- expect: 1900 1 1 12 0 0 2 1
print(normalised({year = 2020, month = 1})) -- expect: field 'day' missing in date table
print(normalised({year = 2020, day = 1})) -- expect: field 'month' missing in date table
print(normalised({})) -- expect: field 'year' missing in date table
print(normalised({year = "x", month = 1, day = 1})) -- expect: field 'year' is not an integer
print(normalised({year = 2020.5, month = 1, day = 1})) -- expect: field 'year' is not an integer
print(normalised({year = 2020, month = 1, day = 1, sec = {}})) -- expect: field 'sec' is not an integer
print(normalised({year = 2^40, month = 1, day = 1})) -- expect: field 'year' is out-of-bound
print(normalised({year = 2020, month = 2^31 + 1, day = 1})) -- expect: field 'month' is out-of-bound
print(normalised({year = 2020, month = 1, day = -2^31 - 1})) -- expect: field 'day' is out-of-bound
print(normalised({year = math.maxinteger, month = 1, day = 1})) -- expect: field 'year' is out-of-bound
print(normalised({year = 2^31 + 1899, month = 12, day = 31, hour = 23})) -- expect: 2147485547 12 31 23 0 0 4 365
print(select(2, pcall(os.time, 1))) -- expect: bad argument #1 to 'os.time' (table expected, got number)
print(select(2, pcall(os.time, setmetatable({}, {__index = function() error("indexed", 0) end})))) -- expect: indexed
print(math.type(os.time())) -- expect: integer

local moment = 86400 * 200 + 3723
for c in ("aAbBcCdDeFgGhHIjmMnprRStTuUVwWxXyYzZ%"):gmatch(".") do
  print(c, (os.date("!%" .. c, moment):gsub("\n", "newline"):gsub("\t", "tab")))
-- expect: a	Mon
-- expect: A	Monday
-- expect: b	Jul
-- expect: B	July
-- expect: c	Mon Jul 20 01:02:03 1970
-- expect: C	19
-- expect: d	20
-- expect: D	07/20/70
-- expect: e	20
-- expect: F	1970-07-20
-- expect: g	70
-- expect: G	1970
-- expect: h	Jul
-- expect: H	01
-- expect: I	01
-- expect: j	201
-- expect: m	07
-- expect: M	02
-- expect: n	newline
-- expect: p	AM
-- expect: r	01:02:03 AM
-- expect: R	01:02
-- expect: S	03
-- expect: t	tab
-- expect: T	01:02:03
-- expect: u	1
-- expect: U	29
-- expect: V	30
-- expect: w	1
-- expect: W	29
-- expect: x	07/20/70
-- expect: X	01:02:03
-- expect: y	70
-- expect: Y	1970
-- expect: z	+0000
-- expect: Z	GMT
-- expect: %	%
end
for c in ("EcECExEXEyEYOdOeOHOIOmOMOSOuOUOVOwOWOy"):gmatch("..") do
  print(c, os.date("!%" .. c, moment))
-- expect: Ec	Mon Jul 20 01:02:03 1970
-- expect: EC	19
-- expect: Ex	07/20/70
-- expect: EX	01:02:03
-- expect: Ey	70
-- expect: EY	1970
-- expect: Od	20
-- expect: Oe	20
-- expect: OH	01
-- expect: OI	01
-- expect: Om	07
-- expect: OM	02
-- expect: OS	03
-- expect: Ou	1
-- expect: OU	29
-- expect: OV	30
-- expect: Ow	1
-- expect: OW	29
-- expect: Oy	70
end
for _, c in ipairs({"k", "E", "Ez", "O", "Oc", "Q", "", "-d", "1"}) do
  print(select(2, pcall(os.date, "x%" .. c, moment)))
-- expect: bad argument #1 to 'os.date' (invalid conversion specifier '%k')
-- expect: bad argument #1 to 'os.date' (invalid conversion specifier '%E')
-- expect: bad argument #1 to 'os.date' (invalid conversion specifier '%Ez')
-- expect: bad argument #1 to 'os.date' (invalid conversion specifier '%O')
-- expect: bad argument #1 to 'os.date' (invalid conversion specifier '%Oc')
-- expect: bad argument #1 to 'os.date' (invalid conversion specifier '%Q')
-- expect: bad argument #1 to 'os.date' (invalid conversion specifier '%')
-- expect: bad argument #1 to 'os.date' (invalid conversion specifier '%-d')
-- expect: bad argument #1 to 'os.date' (invalid conversion specifier '%1')
end
print(#os.date("!%H\0%M", 0), os.date("", 0) == "", os.date("!", 0) == "") -- expect: 5	true	true
local date = os.date("!*t", 10^9)
print(date.year, date.month, date.day, date.hour, date.min, date.sec, date.wday, date.yday, date.isdst)
-- expect: 2001	9	9	1	46	40	1	252	false
print(os.date("!*tx", 0), os.date("!*T", 0)) -- expect: *tx	*T
print(os.date("!%c", -1)) -- expect: Wed Dec 31 23:59:59 1969
print(os.date("!%Y", "100")) -- expect: 1970
print(select(2, pcall(os.date, "*t", 1.5)))
-- expect: bad argument #2 to 'os.date' (number has no integer representation)
print(select(2, pcall(os.date, "*t", "x"))) -- expect: bad argument #2 to 'os.date' (number expected, got string)
print(select(2, pcall(os.date, "*t", math.maxinteger)))
-- expect: date result cannot be represented in this installation
print(select(2, pcall(os.date, {}))) -- expect: bad argument #1 to 'os.date' (string expected, got table)
print(#os.date("!" .. ("%c"):rep(100), 0)) -- expect: 2400

print(os.difftime(5, 2), os.difftime("5", 2.0), math.type(os.clock())) -- expect: 3.0	3.0	float
print(select(2, pcall(os.difftime, 1))) -- expect: bad argument #2 to 'os.difftime' (number expected, got no value)
print(select(2, pcall(os.difftime, 5.5, 2)))
-- expect: bad argument #1 to 'os.difftime' (number has no integer representation)
print(os.getenv("NO SUCH VARIABLE"), select(2, pcall(os.getenv)))
-- expect: nil	bad argument #1 to 'os.getenv' (string expected, got no value)
print(os.remove("/nowhere/file")) -- expect: nil	/nowhere/file: No such file or directory	2
print(os.rename("/nowhere/file", "/nowhere/other")) -- expect: nil	No such file or directory	2
print(os.remove("/proc/self") == nil) -- expect: true
print(select(2, pcall(os.rename, "x"))) -- expect: bad argument #2 to 'os.rename' (string expected, got no value)
print(os.tmpname():match("^/tmp/lua_%w%w%w%w%w%w$") ~= nil) -- expect: true
print(os.setlocale("C"), os.setlocale(nil, "numeric"), os.setlocale("no such locale"), os.setlocale("POSIX", "time"))
-- expect: C	C	nil	C
print(select(2, pcall(os.setlocale, "C", "bad"))) -- expect: bad argument #2 to 'os.setlocale' (invalid option 'bad')
print(select(2, pcall(os.exit, {}))) -- expect: bad argument #1 to 'os.exit' (number expected, got table)
print(select(2, pcall(os.exit, 1.5))) -- expect: bad argument #1 to 'os.exit' (number has no integer representation)
