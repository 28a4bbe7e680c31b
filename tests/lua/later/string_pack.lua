-- string.pack, unpack, packsize.
local function hex(s) return (s:gsub(".", function(c) return ("%02x"):format(c:byte()) end)) end
print(hex(string.pack("<i4", 1)), hex(string.pack(">i4", 1)), hex(string.pack("<I2", 65535)), hex(string.pack("b", -1)), hex(string.pack("<h", -2)), hex(string.pack("<j", -1)), hex(string.pack("<d", 1.5)), hex(string.pack("<f", 1.5)))
-- expect: 01000000	00000001	ffff	ff	feff	ffffffffffffffff	000000000000f83f	0000c03f
print(hex(string.pack("z", "ab")), hex(string.pack("<s2", "ab")), hex(string.pack("s1", "")), hex(string.pack("c4", "ab")), hex(string.pack("<i3", -2)), hex(string.pack("<!4 i1 i4", 1, 2)), hex(string.pack("<i1xi1", 1, 2)), hex(string.pack("<!4 i1 Xi4 i4", 1, 2)), hex(string.pack("<i16", -1)))
-- expect: 616200	02006162	00	61620000	feffff	0100000002000000	010002	0100000002000000	ffffffffffffffffffffffffffffffff
print(string.unpack("<i4", "\1\0\0\0")) -- expect: 1	5
print(string.unpack(">I2", "\1\2")) -- expect: 258	3
print(string.unpack("z", "ab\0c")) -- expect: ab	4
print(string.unpack("<s2", "\2\0abc")) -- expect: ab	5
print(string.unpack("<i2 i2", "\1\0\2\0")) -- expect: 1	2	5
print(string.unpack("b", "\255", 1)) -- expect: -1	2
print(string.unpack("B", "ab", 2)) -- expect: 98	3
print(string.unpack("B", "abc", -1)) -- expect: 99	4
print(string.unpack("<d", string.pack("<d", math.pi))) -- expect: 3.1415926535898	9
print(string.packsize("i4 i8"), string.packsize("!8 i4 i8"), string.packsize("<bhij"), string.packsize("c10"))
-- expect: 12	16	15	10
print(pcall(string.pack, "i1", 200))
-- expect: false	bad argument #2 to 'string.pack' (integer overflow)
print(pcall(string.pack, "I1", 256))
-- expect: false	bad argument #2 to 'string.pack' (unsigned overflow)
print(pcall(string.unpack, "i4", "abc"))
-- expect: false	bad argument #2 to 'string.unpack' (data string too short)
print(pcall(string.pack, "i17", 1)) -- expect: false	integral size (17) out of limits [1,16]
print(pcall(string.pack, "y", 1)) -- expect: false	invalid format option 'y'
print(pcall(string.packsize, "s"))
-- expect: false	bad argument #1 to 'string.packsize' (variable-length format)
print(pcall(string.packsize, "z"))
-- expect: false	bad argument #1 to 'string.packsize' (variable-length format)
print(pcall(string.unpack, "z", "abc"))
-- expect: false	bad argument #2 to 'string.unpack' (unfinished string for format 'z')
print(pcall(string.pack, "c2", "abc"))
-- expect: false	bad argument #2 to 'string.pack' (string longer than given size)
print(pcall(string.unpack, "<i16", ("\255"):rep(8) .. ("\1"):rep(8)))
-- expect: false	16-byte integer does not fit into Lua Integer
print(pcall(string.pack, "z", "a\0b"))
-- expect: false	bad argument #2 to 'string.pack' (string contains zeros)
print(pcall(string.pack, "!3 i4", 1))
-- expect: false	bad argument #1 to 'string.pack' (format asks for alignment not power of 2)
print(pcall(string.unpack, "B", "abc", 5))
-- expect: false	bad argument #3 to 'string.unpack' (initial position out of string)
print(pcall(string.pack, "i4"))
-- expect: false	bad argument #2 to 'string.pack' (number expected, got nil)
print(pcall(string.pack, "Xz"))
-- expect: false	bad argument #1 to 'string.pack' (invalid next option for option 'X')
