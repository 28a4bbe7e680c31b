"""The documentation of the libraries for strings and UTF-8."""

from .entry import Entry

ENTRIES = (
    Entry(
        "string", "string",
        "Functions on strings, which are sequences of bytes and never change. Each is also a method: `s:upper()` is"
        " string.upper(s). Positions count from 1, negative ones from the end.",
    ),
    Entry(
        "string.byte", "string.byte(s [, i [, j]]) → integers",
        "Returns the bytes at positions i to j as numbers; i is 1 by default, j is i.",
        "('ABC'):byte(1, -1)", "65\t66\t67",
    ),
    Entry(
        "string.char", "string.char(...) → string",
        "Returns the string that has these bytes, given as numbers from 0 to 255.",
        "string.char(76, 117, 97)", '"Lua"', "string",
    ),
    Entry(
        "string.dump", "string.dump(f [, strip]) → string",
        "Returns the compiled code of a function of Lua, which load reads again; its captured variables do not go"
        " with it. `strip` leaves out what only error messages and debugging need.",
        "load(string.dump(function() return 1 end))()", "1", "string",
    ),
    Entry(
        "string.find", "string.find(s, pattern [, init [, plain]]) → first, last, captures…; or nil",
        "Looks for a pattern from position init on, and returns where the match begins and ends and what it"
        " captured. With `plain` true the pattern is ordinary text.",
        "('one two'):find('(t)w')", '5\t6\t"t"',
    ),
    Entry(
        "string.format", "string.format(template, ...) → string",
        "Returns a template with each %-item replaced by an argument: %d whole number, %5.2f float with width and"
        " decimals, %g shortest float, %x hexadecimal, %s text, %q text as Lua source, %c byte, %% a per cent sign.",
        "string.format('%-6s|%5.2f|%03d', 'pi', math.pi, 7)", '"pi    | 3.14|007"', "string",
    ),
    Entry(
        "string.gmatch", "string.gmatch(s, pattern [, init]) → iterator",
        "For a `for` loop over all matches of a pattern: each step gives its captures, or the whole match where it"
        " has none.",
        "for key, value in ('a=1, b=2'):gmatch('(%w+)=(%w+)') do print(key, value) end", "a\t1\nb\t2",
    ),
    Entry(
        "string.gsub", "string.gsub(s, pattern, replacement [, n]) → string, count",
        "Replaces the matches of a pattern, at most n of them, and returns the new string and their number. The"
        " replacement is a string in which %1 is the first capture, a table that is asked for the first capture, or"
        " a function of the captures; nil and false from these leave the match as it is.",
        "('hello world'):gsub('o', '0')", '"hell0 w0rld"\t2', "string",
    ),
    Entry(
        "string.len", "string.len(s) → integer",
        "Returns how many bytes a string has, as #s does; utf8.len counts characters.",
        "('né'):len()", "3",
    ),
    Entry(
        "string.lower", "string.lower(s) → string",
        "Returns a copy with the capital letters A to Z made small.",
        "('Lua'):lower()", '"lua"', "string",
    ),
    Entry(
        "string.match", "string.match(s, pattern [, init]) → captures…; or nil",
        "Returns what the captures of a pattern hold at its first match, the whole match where it has none. Classes:"
        " %a letters, %d digits, %s white space, %w letters and digits, a capital for the opposite, . anything,"
        " [set], [^set]; repeated by * + - (shortest) and ?; ^ and $ are the ends.",
        "('2026-11-27'):match('(%d+)-(%d+)')", '"2026"\t"11"', "string",
    ),
    Entry(
        "string.pack", "string.pack(format, v1, v2, ...) → string",
        "Writes values as bytes in a binary layout: < or > byte order, b/B/h/H/i4/I8/j/J integers, f d n floats, s1"
        " a string after its length, z one that ends in a zero byte, x a filling byte.",
        "string.pack('>I2', 258):byte(1, -1)", "1\t2", "string",
    ),
    Entry(
        "string.packsize", "string.packsize(format) → integer",
        "Returns how many bytes string.pack makes in a layout, which has nothing of varying length.",
        "string.packsize('<i4 d')", "12",
    ),
    Entry(
        "string.rep", "string.rep(s, n [, sep]) → string",
        "Returns n copies of a string, with sep between them.",
        "('ab'):rep(3, '-')", '"ab-ab-ab"', "string",
    ),
    Entry(
        "string.reverse", "string.reverse(s) → string",
        "Returns a string with its bytes in reverse order.",
        "('abc'):reverse()", '"cba"', "string",
    ),
    Entry(
        "string.sub", "string.sub(s, i [, j]) → string",
        "Returns the bytes from position i to j, both included; j is the end by default.",
        "return ('notebook'):sub(5), ('notebook'):sub(1, 4), ('notebook'):sub(-2)", '"book"\t"note"\t"ok"', "string",
    ),
    Entry(
        "string.unpack", "string.unpack(format, s [, pos]) → values…, next position",
        "Reads values out of bytes in the layout of string.pack, and returns them and where it stopped.",
        "string.unpack('>I2', '\\1\\2')", "258\t3",
    ),
    Entry(
        "string.upper", "string.upper(s) → string",
        "Returns a copy with the small letters a to z made capital.",
        "('Lua'):upper()", '"LUA"', "string",
    ),
    # --------------------------------------------------------------------------------------------------------- utf8
    Entry("utf8", "utf8", "Functions on strings that hold text in UTF-8; positions are those of bytes."),
    Entry(
        "utf8.char", "utf8.char(...) → string",
        "Returns the text of these code points.",
        "utf8.char(0x4c, 0xe9)", '"Lé"', "string",
    ),
    Entry(
        "utf8.charpattern", "utf8.charpattern",
        "A pattern that matches one character of text that is valid UTF-8.",
        "for c in ('né'):gmatch(utf8.charpattern) do print(c, #c) end", "n\t1\né\t2",
    ),
    Entry(
        "utf8.codepoint", "utf8.codepoint(s [, i [, j [, lax]]]) → integers",
        "Returns the code points of the characters that begin at bytes i to j; an error where the bytes are not"
        " UTF-8.",
        "utf8.codepoint('né', 1, -1)", "110\t233",
    ),
    Entry(
        "utf8.codes", "utf8.codes(s [, lax]) → iterator, s, 0",
        "For a `for` loop over the characters of a text: each step gives the byte where one begins, and its code"
        " point.",
        "for place, code in utf8.codes('né') do print(place, code) end", "1\t110\n2\t233",
    ),
    Entry(
        "utf8.len", "utf8.len(s [, i [, j [, lax]]]) → integer, or nil and a position",
        "Returns how many characters begin at bytes i to j; nil and the first wrong byte where they are not UTF-8.",
        "return utf8.len('né'), utf8.len('\\xff')", "2\tnil\t1",
    ),
    Entry(
        "utf8.offset", "utf8.offset(s, n [, i]) → integer or nil",
        "Returns the byte at which the n-th character begins, counted from byte i; for a negative n from the end,"
        " and for 0 that of the character which byte i is part of.",
        "utf8.offset('éa', 2)", "3",
    ),
)  # fmt: skip
