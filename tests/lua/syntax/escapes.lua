-- Escape sequences of quoted strings and what is refused.
local function bytes(s) print(#s, s:byte(1, -1)) end
bytes("\a\b\f\n\r\t\v\\\"\'") -- expect: 10	7	8	12	10	13	9	11	92	34	39
bytes("\0\00\000\10\010\255") -- expect: 6	0	0	0	10	10	255
bytes("\x41\x7a\xFF\xff\x00") -- expect: 5	65	122	255	255	0
bytes("\u{0}\u{41}\u{7F}\u{80}\u{7FF}") -- expect: 7	0	65	127	194	128	223	191
bytes("\u{800}\u{FFFF}\u{10000}\u{10FFFF}")
-- expect: 14	224	160	128	239	191	191	240	144	128	128	244	143	191	191
bytes("\u{1FFFFF}\u{3FFFFFF}\u{7FFFFFFF}")
-- expect: 15	247	191	191	191	251	191	191	191	191	253	191	191	191	191	191
bytes("a\z
       b\z c")
       -- expect: 3	97	98	99
bytes("a\
b")
-- expect: 3	97	10	98
print("\z   text", 'it\'s', "a\z") -- expect: text	it's	a
print('single "double" inside', "double 'single' inside")
-- expect: single "double" inside	double 'single' inside
print("\65\066\0677") -- expect: ABC7
print("1\z

   2")
   -- expect: 12
local function bad(s) print(select(2, load(s, "=x"))) end
bad [[return "\q"]] -- expect: x:1: invalid escape sequence near '"\q'
bad [[return "\300"]] -- expect: x:1: decimal escape too large near '"\300"'
bad [[return "\xZ0"]] -- expect: x:1: hexadecimal digit expected near '"\xZ'
bad [[return "\x1"]] -- expect: x:1: hexadecimal digit expected near '"\x1"'
bad [[return "\u41"]] -- expect: x:1: missing '{' near '"\u4'
bad [[return "\u{110000000}"]] -- expect: x:1: UTF-8 value too large near '"\u{110000000'
bad [[return "\u{41"]] -- expect: x:1: missing '}' near '"\u{41"'
bad [[return "\u{}"]] -- expect: x:1: hexadecimal digit expected near '"\u{}'
bad 'return "abc' -- expect: x:1: unfinished string near <eof>
bad 'return "abc\ndef"' -- expect: x:1: unfinished string near '"abc'
bad "return 'abc" -- expect: x:1: unfinished string near <eof>
bad 'return "abc\\' -- expect: x:1: unfinished string near <eof>
