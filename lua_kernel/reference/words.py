"""The documentation of the words of the language."""

from .entry import Entry

ENTRIES = (
    Entry(
        "and", "a and b",
        "Gives a where a is nil or false, else b, which is not computed otherwise.",
        "nil and error('no')", "nil",
    ),
    Entry(
        "break", "break",
        "Leaves the innermost loop.",
        "for i = 1, 9 do if i > 2 then break end print(i) end", "1\n2",
    ),
    Entry(
        "do", "do … end",
        "A block of its own: its locals end with it. Loops have one too.",
        "do local x = 1 end\nreturn x", "nil",
    ),
    Entry(
        "else", "if … then … else … end",
        "What is done where no condition before holds.",
        "if 1 > 2 then return 'a' else return 'b' end", '"b"',
    ),
    Entry(
        "elseif", "if … then … elseif … then … end",
        "A further condition, asked where those before do not hold.",
        "local n = 0\nif n > 0 then return '+' elseif n < 0 then return '-' else return '0' end", '"0"',
    ),
    Entry("end", "end", "Ends the block that do, then, else or function has begun; repeat ends with until."),
    Entry(
        "false", "false",
        "The boolean that is not true. In conditions only false and nil count as false; 0 and '' do not.",
        "not false", "true",
    ),
    Entry(
        "for", "for i = first, last [, step] do … end; for a, b in iterator do … end",
        "Counts from a number to another, both included, or goes through what an iterator such as pairs gives until"
        " it gives nil. Its variables are new at each step.",
        "for i = 10, 1, -4 do print(i) end", "10\n6\n2",
    ),
    Entry(
        "function", "function name(a, b, ...) … end; function(a, b, ...) … end",
        "Makes a function. With a name it is assigned to that variable or field; name:method adds a parameter self;"
        " … takes what is left of the arguments.",
        "local function sum(a, ...) return ... and a + sum(...) or a end\nreturn sum(1, 2, 3)", "6",
    ),
    Entry(
        "goto", "goto label",
        "Goes on at `::label::`, which stands in the same block or one around it.",
        "for i = 1, 3 do\n  if i == 2 then goto continue end\n  print(i)\n  ::continue::\nend", "1\n3",
    ),
    Entry(
        "if", "if condition then … [elseif … then …] [else …] end",
        "Does what stands behind the first condition that holds.",
        "if 2 > 1 then return 'yes' end", '"yes"',
    ),
    Entry(
        "in", "for a, b in iterator do … end",
        "Stands between a loop's variables and the iterator that gives them.",
        "for _, x in ipairs{7, 8} do print(x) end", "7\n8",
    ),
    Entry(
        "local", "local name [<const> | <close>] [= value]; local function name(…) … end",
        "Makes a variable of the block. <const> cannot be assigned to; of a <close> variable the metamethod"
        " `__close` is called at the end of the block. At the top of a cell it stays visible in later ones.",
        "local a, b <const> = 1, 2\nreturn a + b", "3",
    ),
    Entry("nil", "nil", "The value of what has none; assigning it removes a field.", "({}).x == nil", "true"),
    Entry(
        "not", "not a",
        "Gives true for nil and false, and false for anything else.",
        "return not nil, not 0", "true\tfalse",
    ),
    Entry(
        "or", "a or b",
        "Gives a where it is neither nil nor false, else b: handy for defaults.",
        "nil or 'default'", '"default"',
    ),
    Entry(
        "repeat", "repeat … until condition",
        "Does a block until the condition holds, at least once; the condition sees its locals.",
        "local n = 1\nrepeat n = n * 2 until n > 100\nreturn n", "128",
    ),
    Entry(
        "return", "return [values]",
        "Ends the function with these results; it stands last in a block.",
        "return 1, 2", "1\t2",
    ),
    Entry("then", "if condition then … end", "Stands between a condition and what is done where it holds."),
    Entry("true", "true", "The boolean that is not false.", "1 < 2", "true"),
    Entry("until", "repeat … until condition", "Ends a repeat loop: it goes on until the condition holds."),
    Entry(
        "while", "while condition do … end",
        "Does a block again and again while the condition holds.",
        "local n = 100\nwhile n > 10 do n = n // 2 end\nreturn n", "6",
    ),
    Entry(
        "<const>", "local name <const> = value",
        "A local that cannot be assigned to again; the compiler refuses it.",
        "local limit <const> = 10\nreturn limit", "10",
    ),
    Entry(
        "<close>", "local name <close> = value",
        "A local whose metamethod `__close` is called with the value and the error, if any, however its block is"
        " left.",
        "do\n  local x <close> = setmetatable({}, {__close = function() print('closed') end})\nend", "closed",
    ),
)  # fmt: skip
