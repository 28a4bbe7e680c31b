-- os: times, dates, environment.
print(os.time({year = 2024, month = 1, day = 1, hour = 12}) - os.time({year = 2023, month = 12, day = 31, hour = 12}), math.type(os.time()), type(os.clock()), os.clock() >= 0, os.difftime(5, 3))
-- expect: 86400	integer	number	true	2.0
print(os.date("!%Y-%m-%d %H:%M:%S", 0), os.date("!%A %B %j %y %p", 86400 * 45))
-- expect: 1970-01-01 00:00:00	Sunday February 046 70 AM
local d = os.date("!*t", 86400 * 365)
print(d.year, d.month, d.day, d.hour, d.min, d.sec, d.wday, d.yday, d.isdst)
-- expect: 1971	1	1	0	0	0	6	1	false
print(os.date("!%d/%m/%y %%", 1e9 // 1 | 0)) -- expect: 09/09/01 %
print(pcall(os.date, "%Ez", 0))
-- expect: false	bad argument #1 to 'os.date' (invalid conversion specifier '%Ez')
print(pcall(os.date, "%Q", 0))
-- expect: false	bad argument #1 to 'os.date' (invalid conversion specifier '%Q')
print(pcall(os.time, {year = 2024})) -- expect: false	field 'month' missing in date table
print(pcall(os.time, {year = "x", month = 1, day = 1}))
-- expect: false	field 'year' is not an integer
print(pcall(os.time, {year = 2024, month = 1.5, day = 1}))
-- expect: false	field 'month' is not an integer
local t = {year = 2024, month = 14, day = -3, hour = 12} os.time(t)
print(t.year, t.month, t.day, t.yday) -- expect: 2025	1	28	28
print(os.getenv("SURELY_NOT_DEFINED_VARIABLE"), type(os.getenv("PATH")), os.setlocale("C"), os.setlocale(nil, "numeric"), os.setlocale("nowhere"))
-- expect: nil	string	C	C	nil
local n = os.tmpname() print(type(n), os.remove(n) ~= nil) -- expect: string	true
print(select("#", os.remove(n)), select(3, os.remove(n))) -- expect: 3	2
print(select(3, os.rename(n, n .. "x"))) -- expect: 2
print(os.date("!%c", 0)) -- expect: Thu Jan  1 00:00:00 1970
print(os.date("!%x %X %D %F %R %T", 0))
-- expect: 01/01/70 00:00:00 01/01/70 1970-01-01 00:00 00:00:00
