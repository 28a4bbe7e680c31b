"""Syntax errors: damaged programs, every message of the lexer and the parser, and positions in them."""

from collections.abc import Callable
from random import Random

from tests.differential.template import SHOW, Template, filled, generated, lines, template, written

TOKENS = (
    "local function f ( a , b , ... ) local x <const> , y = a + 1 , { b , k = 2 , [ 3 ] = 'v' } return x , ... end",
    "for i = 1 , 10 , 2 do if i == 3 then break elseif i > 5 then goto done else print ( i , -i , not i ) end ::done:: end",
    "for k , v in pairs ( t ) do t [ k ] = v .. 'x' ; t . a . b = # v end while x < 5 and y ~= 0 or not z do x = x + 1 end",
    "repeat local n <close> = nil n = o : method ( 'a' ) { } until n == nil or ( n ) . f do ; end return",
    "local t = { f = function ( ) return 1 // 2 , 3 & 4 | 5 ~ 6 << 7 >> 8 end ; 'x' , ... } function t . a . b : c ( ) end",
    "x , y . z , w [ 1 ] = 1 , 2.5e3 , 0xFFp1 local s = [[long]] .. \"esc\\n\" print 'arg' { 1 } ( 2 ) [ 3 ] . f = nil",
    "goto top ::top:: do local function g ( ) return g end end if a then elseif b then else end function h ( ... ) local a , b = ... end",
    "return function ( a ) return a [ 1 ] ( 2 ) : m ( ) , ( a ) , { } , - - a ^ 2 ^ - 3 , not not a end , nil , true , false , ...",
)
EXTRA = (
    "end",
    "do",
    "then",
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    "=",
    "==",
    ",",
    ";",
    ".",
    "..",
    "...",
    ":",
    "::",
    "local",
    "function",
    "if",
    "else",
    "elseif",
    "for",
    "in",
    "while",
    "until",
    "repeat",
    "return",
    "break",
    "goto",
    "nil",
    "not",
    "and",
    "or",
    "+",
    "-",
    "#",
    "~",
    "<",
    ">>",
    "//",
    "x",
    "1",
    "'s'",
    "0x",
    "3e",
    "'open",
    "[[open",
    "@",
    "$",
    "!",
    "?",
    "`",
    "\\",
    "~=",
    "<const>",
    "<close>",
    "<bad>",
    "%",
    "&",
    "\x01",
    "é",
)


def damage(tokens: str) -> Callable[[Random], str]:
    """Return a maker of programs that load damaged forms of one text."""

    def make(random: Random) -> str:
        rows = []
        for _ in range(12):
            words = tokens.split(" ")
            for _ in range(random.choice((1, 1, 1, 2))):
                place = random.randrange(len(words))
                act = random.choice(("drop", "double", "swap", "put", "replace", "cut"))
                if act == "drop":
                    del words[place]
                elif act == "double":
                    words.insert(place, words[place])
                elif act == "swap":
                    other = random.randrange(len(words))
                    words[place], words[other] = words[other], words[place]
                elif act == "put":
                    words.insert(place, random.choice(EXTRA))
                elif act == "replace":
                    words[place] = random.choice(EXTRA)
                else:
                    words = words[: place + 1]
            text = " ".join(words)
            if random.random() < 0.4:  # 5.4.4 counts the line of a call's bracket otherwise when it stands alone
                for word in ("local ", "if ", "end", "for ", "while ", "return "):
                    text = text.replace(word, "\n" + word)
            rows.append(f"check [==========[{text}]==========]")
        return "local function check(s) local f, m = load(s, '=s') print(f and 'fine' or m) end\n" + lines(rows)

    return make


def bad_literals(random: Random) -> str:
    """Damage numbers and strings."""
    numbers = (
        "0x",
        "1e",
        "1e+",
        "0x1p",
        "0x1pg",
        "3x",
        "3..2",
        "1.2.3",
        "0xg",
        "08",
        "1_000",
        "0x1.2.3",
        "1e5e5",
        "0b1",
        "12abc",
        ".5.",
        "5..",
        "0xep1",
        "0x.p1",
        "1e5.5",
        "3in",
        "4and",
        "0x1p-",
        "9" * 30,
        "0x" + "f" * 20,
        "1e999",
        ".e1",
    )
    strings = (
        '"abc',
        "'abc",
        '"abc\\',
        '"\\q"',
        '"\\400"',
        '"\\256"',
        '"\\x"',
        '"\\x1"',
        '"\\xgg"',
        '"\\u"',
        '"\\u{"',
        '"\\u{g}"',
        '"\\u{110000000}"',
        '"\\u{80000000}"',
        '"\\u{12"',
        '"\\u12"',
        '"a\nb"',
        "[[abc",
        "[=[abc]]",
        "[==",
        "[=x",
        "--[[ never closed",
        "'\\",
        "'\\9999'",
        '"\\z   ',
        '"\\z\n\n  x',
        "'\\\n",
        '"\\xZ1"',
        '"\\u{7FFFFFFF}"',
        '"\\u{8000000a}"',
        '"\\%"',
        "'tab\\\tx'",
        '"\\12',
        "[=[ x ]=",
        '"\\065\\1234"',
        '"\\-1"',
    )
    rows = []
    for _ in range(20):
        literal = random.choice(numbers + strings)
        before = random.choice(("return ", "x = ", "local a = {", "f(", "x\n\n=\n", "return 1 + "))
        rows.append(
            f"check [========[{before}{literal}{random.choice(('', ' ', ')', ' end', chr(10) + 'x'))}]========]"
        )
    return (
        "local function check(s) local f, m = load(s, '=s') if f then show(pcall(f)) else print(m) end end\n"
        + lines(rows)
    )


CHUNKNAMES = r"""
local name = $case
for _, text in ipairs {"x = = 1", "\n\nfor", "x = 'open", "return ...,", "goto nowhere", "x ="} do
print(select(2, load(text, name))) end
print(select(2, pcall(load("\n error('run')", name)))) print(select(2, pcall(load("local t = nil; t.x = 1", name))))
local f = load("return debug.getinfo(1, 'S')", name)() print(f.short_src, f.source, f.what, f.linedefined)
"""
CHUNKNAME_CASES = """
"=name"
----
"@file.lua"
----
"just text"
----
"text\\nwith lines"
----
"=" .. ("x"):rep(100)
----
"@" .. ("y"):rep(100)
----
("z"):rep(100)
----
""
----
"="
----
"@"
----
"return 1 -- source as a name"
----
nil
----
"\\r\\nx"
----
"@dir/sub.dir/file.lua"
----
("a"):rep(42) .. "\\n"
----
("a"):rep(45)
----
"=" .. ("b"):rep(59)
----
"=" .. ("b"):rep(60)
----
"@" .. ("c"):rep(60)
----
"@" .. ("c"):rep(59)
"""

# Each is a script of its own, so that the whole message and the status are compared.
SCRIPTS = r"""
x = = 1
----
print("never printed")
for i = 1 do end
----
if x then
  print(1)
----
local function f()
  return 1
  print(2)
end
----
goto nowhere
----
break
----
::a:: ::a::
----
local x <const> = 1; x = 2
----
local x <unknown> = 1
----
local a <close>, b <close> = nil, nil
----
return 1 return 2
----
x = }
----
print("unfinished
----
x = [[unfinished

lines
----
--[==[ comment

without end ]]
----
function f(a, ..., b) end
----
function f() return ... end
----
f(
----
a.b:c = 1
----
for a, b do end
----
local function (x) end
----
x = 0x
----
x = 1e+ y
----
do local x goto done; local y ::done:: print(x) end
----
goto inside; do ::inside:: end
"""

RULES = r"""
show(load("goto l; local a ::l:: return a")) show(load("do goto l; local a ::l:: end return 1"))
show(load("goto l; local a ::l::")) show(load("repeat goto c; local x ::c:: until x"))
----
show(load("::x:: do ::x:: end")) show(load("::x:: goto x ::y:: goto y")) show(load("do ::x:: end goto x"))
show(load("for i = 1, 2 do ::x:: end for i = 1, 2 do ::x:: end"))
----
show(load("break")) show(load("if x then break end")) show(load("while x do function f() break end end"))
show(load("while x do break break end")) show(load("for i in x do if y then break end end"))
----
show(load("local x <const> = 1 function f() x = 2 end")) show(load("local x <close> = nil x = 1"))
show(load("local function f() end f = 1")) show(load("local a <const>, b = 1, 2 a, b = 3, 4"))
show(load("for i = 1, 2 do i = 3 end")) show(load("local x <const> = 1 local x = 2 x = 3"))
----
show(load("local x < const > = 1 return x")) show(load("local x <const>")) show(load("local <const> x = 1"))
show(load("local x <const>, y <close> = 1")) show(load("local x <Const> = 1")) show(load("local x <> = 1"))
show(load("local x <1> = 1"))
----
show(load("f() = 1")) show(load("(a) = 1")) show(load("(a).b = 1")) show(load("a, f() = 1, 2")) show(load("a.b.c"))
show(load("a[1]")) show(load("'x'")) show(load("'x':len()")) show(load("('x'):len()")) show(load("(f)()"))
show(load("f{}.x = 1")) show(load("f''"))
----
show(load("return return")) show(load("return 1,")) show(load("return;")) show(load("return;;"))
show(load("return 1 x = 2")) show(load("do return end x = 1")) show(load("return function")) show(load("return f x"))
----
show(load("x = function() end end")) show(load("x = function( end")) show(load("x = function(a b) end"))
show(load("x = function(a,) end")) show(load("x = function(...,a) end")) show(load("x = function(1) end"))
show(load("function a.b.c:d.e() end")) show(load("function a[1]() end")) show(load("local function a.b() end"))
----
show(load("x = {1, 2")) show(load("x = {1 2}")) show(load("x = {[1] 2}")) show(load("x = {[1 = 2}"))
show(load("x = {a = }")) show(load("x = {,}")) show(load("x = {;}")) show(load("x = {1,,2}"))
show(load("x = {1;2,3;}")) show(load("x = {f() = 1}"))
----
show(load("for 1 = 1, 2 do end")) show(load("for i = 1 do end")) show(load("for i = 1, 2, 3, 4 do end"))
show(load("for i, j = 1, 2 do end")) show(load("for i in do end")) show(load("for i = 1, 2 end"))
show(load("for in x do end")) show(load("for a.b in x do end"))
----
show(load("if x end")) show(load("if then end")) show(load("if x then else else end"))
show(load("if x then elseif end")) show(load("elseif x then end")) show(load("while x end"))
show(load("while do end")) show(load("repeat x = 1")) show(load("repeat until")) show(load("until x"))
----
show(load("\n\n\nif x then\n\n\nfoo(")) show(load("function f()\n\nif x then\nend")) show(load("f(\n\n1"))
show(load("x = {\n\n1")) show(load("do\n\n\n")) show(load("a = (\n1")) show(load("repeat\n\nx = 1\nend"))
----
show(load("a.1 = 2")) show(load("a.'x' = 1")) show(load("a:b")) show(load("a:b.c()")) show(load("a::b()"))
show(load("a..b = 1")) show(load("a = b..")) show(load("a = ..b")) show(load("a = b c = d")) show(load("a = b, = c"))
show(load("a b"))
----
show(load("x = 1 + + 2")) show(load("x = 1 + * 2")) show(load("x = * 2")) show(load("x = - - 2"))
show(load("x = not not not")) show(load("x = 1 < 2 < 3")) show(load("x = ~= 1")) show(load("x != 1"))
show(load("x += 1")) show(load("x++")) show(load("x = a ? b : c")) show(load("x = a && b"))
----
show(load("@")) show(load("x = $")) show(load("\1")) show(load("x = \200")) show(load("#"))
show(load("# comment\nx = 1")) show(load("!x")) show(load("x = `a`")) show(load("x = 'a' 'b'"))
show(load("f 'a' 'b'")) show(load("\0")) show(load("x = 1 \0 y"))
----
show(load("local a, b, = 1")) show(load("local a. = 1")) show(load("local 1 = 1")) show(load("local end = 1"))
show(load("local a = ")) show(load("local")) show(load("local function")) show(load("local a b"))
show(load("local a = 1 = 2")) show(load("local nil = 1"))
----
show(load("goto")) show(load("goto 1")) show(load("::a")) show(load(":: ::")) show(load("::a:: ::b:: goto b"))
show(load("goto continue")) show(load("goto = 1")) show(load("x = goto")) show(load("::1::"))
show(load("::a:: ::a::")) show(load("::end::"))
----
show(load("x = ((1)")) show(load("x = (1))")) show(load("x = (")) show(load("x = ()")) show(load("f(1, )"))
show(load("f(,)")) show(load("f(1 2)")) show(load("f((1)")) show(load("f[1")) show(load("f[]")) show(load("f[1]]"))
----
show(load("while true do function f() goto out end end ::out::")) show(load("do local a goto x ::x:: end"))
show(load("goto x do local a ::x:: print(a) end")) show(load("local a ::x:: local b goto x"))
show(load("goto x; local a <const> = 1; ::x:: print(a)"))
----
show(load("x = '" .. ("a"):rep(200) .. "' y z")) show(load("x = " .. ("b"):rep(200) .. " 1 2")) show(load("x = '\\xQQ" .. ("c"):rep(100))) show(load(("d"):rep(100) .. " = = 1")) show(load("--" .. ("e"):rep(100) .. "\nx y"))
"""

TEMPLATES: tuple[Template, ...] = (
    *(generated(f"syntax/damage_{number}", damage(tokens)) for number, tokens in enumerate(TOKENS, start=1)),
    generated("syntax/bad_literals", bad_literals, before=SHOW),
    filled("syntax/chunknames", CHUNKNAMES, CHUNKNAME_CASES),
    written("syntax/rules", RULES, before=SHOW),
    template("syntax/scripts", [part + "\n" for part in SCRIPTS.strip().split("\n----\n")][:20]),
    template("syntax/more_scripts", [part + "\n" for part in SCRIPTS.strip().split("\n----\n")][20:]),
)
