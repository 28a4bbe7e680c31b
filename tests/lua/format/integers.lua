-- string.format: integers, flags, widths, precision.
local f = string.format print(f("%d|%5d|%-5d|%05d|%+d|% d", 42, 42, 42, 42, 42, 42))
-- expect: 42|   42|42   |00042|+42| 42
print(f("%d %d %d", -1, math.maxinteger, math.mininteger))
-- expect: -1 9223372036854775807 -9223372036854775808
print(f("%i|%3i|%.3d|%5.3d|%-6.3d|", 7, 7, 7, 7, 7)) -- expect: 7|  7|007|  007|007   |
print(f("%x %X %#x %#X %08x %x", 255, 255, 255, 255, 255, -1))
-- expect: ff FF 0xff 0XFF 000000ff ffffffffffffffff
