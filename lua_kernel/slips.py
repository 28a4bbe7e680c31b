"""What a reader writes who comes from another language, or begins, and how Lua writes it: a line below the error.

Each slip is known by the message it leads to and by how its line looks, texts and comments left out of it. What looks
like another language by chance, in a line that errs for another reason, is worse than no advice: patterns are narrow.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from .hints import NIL_GLOBAL
from .tokens import KEYWORDS, all_tokens, code_tokens, depth_change


class Slip(NamedTuple):
    """One mistake."""

    message: str
    """What the error's message holds, as a pattern."""
    code: str
    """What the line holds, as a pattern; NAMED stands for what the message names last."""
    advice: str
    """What to do; groups of either pattern by number, the line's first."""


_ANY_WORD = "|".join(sorted(KEYWORDS))
_NO_KEYWORD = rf"(?!(?:{_ANY_WORD})\b)"
_BRACKETS_FOR_TEXT = 'a string needs brackets before a method: (""):len()'
_OTHER_BYTE = r"near '<\\\d+>'"
_NO_LIBRARY = r"(?!(?:string|table|math|os|io|utf8|coroutine|debug)\b)"

SLIPS = (
    # ---------------------------------------------------------------------------------------------------- operators
    Slip(r"near '!'", r"!=", "not equal is written ~="),
    Slip(r"near '!'", r"^\s*!\s*[\w./]", 'a command of the system is run by os.execute("…")'),
    Slip(r"near '!'", r"!", "! is written not"),
    Slip(r"near '&'", r"&&", "&& is written and"),
    Slip(r"near '\|'", r"\|\|", "|| is written or"),
    Slip(r"near '\+'", r"([\w.]+)\s*\+\+", "there is no ++: write {0} = {0} + 1"),
    Slip(r"near ", r"([\w.]+)\s*(//|\.\.|[-+*/%^|&])=(?!=)", "there is no {1}=: write {0} = {0} {1} …"),
    Slip(r"near '\?'", r"\?", "a choice is written condition and this or that; or use if … then … else … end"),
    Slip(r"near '(is|isnt)'", r"\bis(nt)?\b", "values are compared by == and ~="),
    Slip(
        r"'(then|do)' expected near '='", r"\b(if|elseif|while)\b.*[^=~<>]=(?!=)",
        "= assigns; values are compared by ==",
    ),
    Slip(
        r"'\)' expected near '='", r"\b(if|elseif|while|until|not)\s*\([^=]*=(?!=)",
        "= assigns; values are compared by ==",
    ),
    Slip(
        r"'\)' expected near '='", r"\bfunction\b[\w.:\s]*\([^()]*=",
        "parameters have no defaults: begin with x = x or value",
    ),
    Slip(
        r"'\)' expected near '='", rf"\b{_NO_KEYWORD}(\w+)\s*\((?:[^()]*,)?\s*\w+\s*=(?!=)",
        "arguments have no names: pass a table, {0}{{name = value}}",
    ),
    Slip(r"malformed number near '\d+\.\.", r"\.\.", "a number before .. needs a blank behind it"),
    Slip(r"malformed number near '\d+_", r"\d_", "digits are written without _"),
    Slip(r"malformed number near '\d+\w", r"\d", "a name begins with a letter or _; a number ends before letters"),
    # ------------------------------------------------------------------------------------------------------- blocks
    Slip(r"near", r"\belif\b", "elif is written elseif"),
    Slip(r"'end' expected", r"\belse\s+if\b", "else if opens a second if with an end of its own; write elseif"),
    Slip(r"'(do|then)' expected near ':'", r"(\"\"|'')\s*:\w+\(.*\b(do|then)\b", _BRACKETS_FOR_TEXT),
    Slip(r"'then' expected near ':'", r":", "if ends with then, not with a colon, and its block with end"),
    Slip(r"'do' expected near ':'", r":", "a loop's head ends with do, not with a colon, and its block with end"),
    Slip(r"near", r"^\s*def\s+\w+\s*\(", "a function is written function name(…) … end"),
    Slip(r"near", r"^\s*(func|fn|fun|sub)\s+\w+\s*\(", "a function is written function name(…) … end"),
    Slip(r"near '[->]'", r"\w->\w", "a field is written t.name, a method object:name()"),
    Slip(r"near", r"\blambda\b\s*[\w:]|(?<![<>~=])=>|->(?!>)", "a function is written function(x) return … end"),
    Slip(r"near '(in|of)'|near '\('", r"\bfor\s*\(", "write for i = first, last do, or for key, value in pairs(t) do"),
    Slip(r"'(then|do)' expected near", r"^\s*\}", "a block has no braces: then or do … end"),
    Slip(r"near '[({]'", r"\bfunction\s*\([^()]*\)\s*\{", "a function is written function(…) … end, without braces"),
    Slip(
        r"near '\{'", r"\bfunction\b[\w.:\s]*\([^)]*\)\s*\{|^\s*\{\s*$",
        "a block has no braces: function name(…) … end",
    ),
    Slip(
        r"'(then|do|\}|=)' expected|near '\{'", r"^\s*\}?\s*(if|while|for|else)\b.*\{\s*(.*\})?\s*$",
        "a block has no braces: then or do … end",
    ),
    Slip(r"near '\}'", r"^\s*\}", "a block ends with end, not with }}"),
    Slip(r"'(,|=)'.* expected near '(to|\.\.)'", r"\bfor\b", "write for i = first, last do"),
    Slip(
        r"syntax error near", r"(?<!goto )(?<![.:])\bcontinue\b(?!\s*[\[(=.:,])",
        "there is no continue: goto continue, with ::continue:: at the loop's end",
    ),
    Slip(r"no visible label 'continue'", r"", "write ::continue:: before the loop's end"),
    Slip(r"break outside", r"", "break stands within for, while or repeat; return leaves a function"),
    Slip(
        r"near", r"^\s*\}?\s*((try|except|throw|raise)\b(?!\s*[.=,:(])|catch\b)",
        "errors are caught by pcall(f) and raised by error(…)",
    ),
    Slip(
        r"near", r"^\s*((switch|case)\b(?!\s*[.=,:])|match\s+\w)",
        "a choice among values is written if … elseif … else … end",
    ),
    Slip(r"near", r"^\s*(class|struct|interface)\s+\w", "a class is a table with a metatable: see setmetatable?"),
    Slip(
        r"near '\w|nil value", rf"([=(,]|\breturn|^)\s*new\s+{_NO_KEYWORD}[A-Za-z_]",
        "an object is made by a function: Point(…), Point.new(…), as its library has it",
    ),
    Slip(
        r"near", r"(^|=|\breturn)\s*(async|await|yield)\s+\w",
        "functions that wait are coroutines: see coroutine.create?",
    ),
    Slip(r"<eof> expected near 'end'", r"", "there is an end more than there are blocks to close"),
    # -------------------------------------------------------------------------------------------- names and modules
    Slip(r"near", r"^\s*(let|var|auto|int|float|string|my)\s+(\w+)\s*(=|$)", "a variable is made by local {1} = value"),
    Slip(r"near", r"^\s*const\s+(\w+)", "a constant is made by local {0} <const> = value"),
    Slip(r"near ':'", r"\blocal\s+\w+\s*:", "variables have no types: local name = value"),
    Slip(r"near", r"^\s*from\s+([\w.]+)\s+import\s+(\w+)", 'write local {1} = require("{0}").{1}'),
    Slip(r"near", r"^\s*(import|using|use)\s+(math|string|table|os|io|utf8)\b", "{1} is there already: {1}.name"),
    Slip(r"near", r"^\s*(import|using|use|include)\s+(\w+)", 'write local {1} = require "{1}"'),
    Slip(
        rf"<name>.* expected near '({_ANY_WORD})'",
        r"[.:]NAMED\b|(local|function|goto|[,(])\s*NAMED\s*([=,()[.:<]|$)|\b(for|,)\s*NAMED\s*([=,]|in\b)",
        "{4} is a word of Lua: take another name",
    ),
    # ------------------------------------------------------------------------------------------- texts and comments
    Slip(r"(?<!syntax error )near '//'", r"(^|[\w\])}\"';])\s*//", "a comment begins with --"),
    Slip(r"near '/'", r"/\*", "a comment over lines is written --[[ … ]]"),
    Slip(r"near '#'", r"^\s*#", "a comment begins with --; # is the length of what follows"),
    Slip(r"length of a nil value", r"^\s*#\s+\w", "a comment begins with --; # is the length of what follows"),
    Slip(r"perform arithmetic on a nil value \(global", r"//\s*NAMED\s*$", "// divides; a comment begins with --"),
    Slip(r"near '`'", r"`", 'a string is written "…", or [[…]] over lines'),
    Slip(r"unfinished string", r"", "a string in quotes ends on its line; [[…]] goes over lines"),
    Slip(r"unfinished long", r"", "what begins with [[ ends with ]]"),
    Slip(r"invalid escape", r"", r"a backslash is written \\; in [[…]] it is only a backslash"),
    Slip(
        r"expected near '[A-Za-z_]\w*'", rf"(\"\"|''){_NO_KEYWORD}NAMED\b.*[\"']",
        "a quote ended the string: take the other kind of quotes around it",
    ),
    Slip(r"unexpected symbol near '[\"']", r"(\"\"|'')\s*(:|\.(?!\.))", _BRACKETS_FOR_TEXT),
    Slip(r"concatenate", r"\bprint\s*(\"\"|'')\s*\.\.", "the call comes before ..: write print(… .. …)"),
    Slip(
        r"attempt to add a '(string|number)' with|arithmetic on a string", r"\+",
        "strings are joined by .., + is for numbers",
    ),
    Slip(r"compare (number with string|string with number)", r"", "tonumber(s) gives the number that a string holds"),
    # --------------------------------------------------------------------------------------------- other characters
    Slip(_OTHER_BYTE, r"[“”„«»‘’]", "quotes are written \" or '"),
    Slip(_OTHER_BYTE, r"[\u00a0\u2000-\u200b\u3000\ufeff]", "a blank of this line is none: type it again"),
    Slip(_OTHER_BYTE, r"[−–—]", "minus is written -, a comment begins with --"),
    Slip(_OTHER_BYTE, r"[≠≤≥]", "comparisons are written ~=, <= and >="),
    Slip(_OTHER_BYTE, r"[×·÷]", "times is written *, divided by /"),
    Slip(_OTHER_BYTE, r"([^\x00-\x7f])", "{0} may stand in texts only: names are made of a to z, A to Z, digits and _"),
    # ------------------------------------------------------------------------------------------------------- tables
    Slip(r"symbol near '\['", r"([=(,]|\breturn|\bin)\s*\[", "a list is written {{1, 2, 3}}"),
    Slip(
        r"<name> expected near '[\d\"'{]|arguments expected near '[,}]|'\}' expected.* near ':'",
        r"(^|[{,])\s*(\w+|\"\"|'')\s*:(\s|\d|\"\"|''|\{)",
        'fields are written {{name = value}} or {{["name"] = value}}',
    ),
    Slip(r"call a table value \(for iterator", r"", "write for _, x in ipairs(t) do, or pairs(t) for all keys"),
    Slip(r"to 'for iterator' \(table expected, got (\w+)", r"", "what pairs goes through is {0}, not a table"),
    Slip(r"^attempt to index a (\w+) value$", r"", "what ipairs goes through is {0}, not a table"),
    Slip(
        r"call a table value \(global '(string|table|math|io|os|utf8|coroutine|debug|plot|widgets|python)'\)", r"",
        "{0} is a library: Tab after {0}. lists what it has",
    ),
    Slip(r"a Python \w+ cannot be called", r"\bfor\b", "write for x in python.iter(…) do"),
    Slip(r"field '(integer index|\?)'", r"\[\s*0\s*\]", "a list begins at 1: its first item is t[1]"),
    Slip(r"call a nil value \(\w+ '(push|append|add)'\)", r"(\w+)[.:]\w+\s*\(", "write table.insert({0}, value)"),
    Slip(r"call a nil value \(\w+ '(length|size|count)'\)", r"(\w+)[.:]\w+\s*\(", "the length is #{0}"),
    Slip(r"call a nil value \(\w+ '(split)'\)", r"", 'for word in s:gmatch("[^,]+") do … end goes through the parts'),
    Slip(r"call a nil value \(\w+ '(trim|strip)'\)", r"", 's:match("^%s*(.-)%s*$") is the text without blanks around'),
    Slip(r"call a nil value \(\w+ '(startswith|startsWith)'\)", r"", "s:sub(1, #start) == start tells"),
    Slip(r"call a nil value \(\w+ '(replace)'\)", r"", "write s:gsub(pattern, replacement)"),
    Slip(r"call a nil value \(\w+ '(join)'\)", r"", "write table.concat(t, separator)"),
    # -------------------------------------------------------------------------------------------------------- calls
    Slip(
        r"to '\w+' \(.*got no value", rf"(\)|\b{_NO_LIBRARY}\w+)\.NAMED\(\s*\)",
        "a method is called with a colon: object:method()",
    ),
    Slip(r"arguments expected near", r":\s*\w+", "a method is called with brackets: object:method()"),
    Slip(
        r"(<eof>|'end') expected.* near '\d", r"\breturn\b.*\bNAMED\b",
        "two values stand side by side: an operator or a comma is missing",
    ),
    Slip(
        r"(<eof>|'end') expected.* near '(?!return)\w", r"\breturn\b.*\bNAMED\b",
        "return is the last statement of its block; if its value goes on, an operator is missing",
    ),
    Slip(r"unexpected symbol near <eof>", r"", "the end is missing: a value, or what else belongs behind this"),
    Slip(r"to 'format' \(number has no integer", r"", "%d takes whole numbers: %g and %.2f take all, x // 1 is whole"),
    Slip(r"concatenate a (nil|boolean|table|function) value", r"", "tostring(x) gives the string for any value"),
    Slip(
        r"index a (nil|number|string|boolean) value \(local 'self'\)", r"",
        "the method was called with a dot: write object:method()",
    ),
    Slip(
        r"near '[\w\"']", rf"^\s*{_NO_KEYWORD}(\w+)\s+{_NO_KEYWORD}[A-Za-z_]\w*\s*(,|$)",
        "a call needs brackets: {0}(…)",
    ),
    Slip(r"'([)}\]])' expected.* near <eof>", r"", "{0} is missing: a bracket that was opened is not closed"),
    Slip(
        r"near '=", r"^(?!.*\bfunction\b).*\)\s*=(?!=)",
        "only variables and fields can be assigned to, not what a call gives",
    ),
    Slip(r"unexpected symbol near '\d", r"^\s*[\d.]+\s*=(?!=)", "the variable stands on the left: name = value"),
    Slip(r"stack overflow", r"", "a function calls itself without an end: is there a case in which it does not?"),
    Slip(r"module '([\w.]+)' not found", r"", "put {0}.lua beside the notebook, or install it: %luarocks install {0}"),
)

GLOBALS = {
    "None": "nil", "null": "nil", "NULL": "nil", "undefined": "nil", "nul": "nil", "True": "true", "False": "false",
    "len": "#x, the length", "length": "#x, the length", "range": "for i = 1, 10 do",
    "printf": "print(string.format(…))",
    "sprintf": "string.format(…)", "format": "string.format(…)", "console": "print(…)", "echo": "print(…)",
    "puts": "print(…)", "cout": "print(…)", "System": "print(…)", "println": "print(…)", "exit": "os.exit()",
    "quit": "os.exit()", "help": "print?, for what is known of print", "interact": "widgets.interact(f, …)",
    "str": "tostring(x)", "int": "math.tointeger(x) or x // 1", "float": "tonumber(x)",
    "parseInt": "tonumber(x)", "parseFloat": "tonumber(x)", "typeof": "type(x)", "isinstance": 'type(x) == "string"',
    "this": "self, in a method written with a colon: function Class:method()",
    "self": "function Class:method(), with a colon, for a method that has it", "raise": "error(…)",
    "throw": "error(…)", "append": "table.insert(t, value)", "enumerate": "for i, x in ipairs(t) do",
    "f": 'string.format("%s", x), for texts with values in them', "open": "io.open(name)",
    "sleep": "ilua.time.sleep_ms(ms)",
    "unpack": "table.unpack(t)", "loadstring": "load(text)", "setfenv": "load(text, name, mode, environment)",
    "module": "return a table from the file", "table_insert": "table.insert(t, value)",
}  # fmt: skip
"""What stands in Lua for a name that is another language's, or an earlier Lua's."""

_LONGEST_LINE = 1000
_LONGEST_TEXT = 200_000
_QUOTED = re.compile(r"'([^']+)'")
_RAISED = re.compile(r"stack traceback:\n\s+\[C\]: in function '(error|assert)'")
_OF_RUNS = re.compile(r"(^|: )(attempt to |bad argument |stack overflow|module '|a Python )")
_OPEN_BRACE = re.compile(r"'\}' expected \(to close '\{' at line (\d+)\)")
_BRACED_HEAD = re.compile(r"^\s*\}?\s*(if|elseif|else|while|for)\b[^{]*\{\s*$")
_LIBRARIES = {
    "math": frozenset(["abs", "ceil", "cos", "exp", "floor", "max", "min", "pi", "random", "sin", "sqrt", "tan"]),
    "table": frozenset(["concat", "insert", "remove", "sort"]),
    "string": frozenset(["byte", "char", "find", "gmatch", "gsub", "lower", "match", "rep", "reverse", "sub", "upper"]),
    "os": frozenset(["clock", "date", "getenv", "time"]),
    "io": frozenset(["lines", "read", "write"]),
}


def advice(message: str, line: str, text: str) -> str:
    """Return what to do about an error of that message on that line of a text; nothing where it is no known slip."""
    if len(line) > _LONGEST_LINE or len(text) > _LONGEST_TEXT:
        return ""
    code, named = without_texts(line), re.escape((_QUOTED.findall(message) or [""])[-1])
    for slip in SLIPS:
        seen, found = re.search(slip.message, message), re.search(slip.code.replace("NAMED", named), code)
        if seen and found:
            return slip.advice.format(*[group or "" for group in (*found.groups(), *seen.groups())])
    return _about_global(message) or _about_braces(message, text) or _about_blocks(message, text)


def is_of_program(stack: str, message: str) -> bool:
    """Say whether an error that has a stack says what the program gave to `error` or `assert`, not what Lua found."""
    return _RAISED.match(stack) is not None or _OF_RUNS.search(message) is None


def without_texts(line: str) -> str:
    """Return a line of Lua with nothing in its texts and without its comments."""
    parts, at = [], 0
    for token in all_tokens(line):
        parts.append(line[at : token.start])
        if token.kind != "comment":
            parts.append(token.text[0] * 2 if token.kind == "string" and token.text[0] in "\"'" else token.text)
        at = token.end
    return "".join(parts) + line[at:]


def _about_global(message: str) -> str:
    found = NIL_GLOBAL.search(message)
    if found is None:
        return ""
    if found[1] in GLOBALS:
        return f"{found[1]} is no name of Lua's: write {GLOBALS[found[1]]}"
    library = next((name for name, fields in _LIBRARIES.items() if found[1] in fields), None)
    return f"did you mean '{library}.{found[1]}'?" if library else ""


def about_nil(message: str) -> str:
    """Return what a nil global means, where nothing better is known."""
    found = NIL_GLOBAL.search(message)
    return f"'{found[1]}' is nil: was the cell run that gives it a value?" if found else ""


def _about_braces(message: str, text: str) -> str:
    """Return that blocks have no braces, where what stands open as a table is one."""
    opened = _OPEN_BRACE.search(message)
    if opened is None or _BRACED_HEAD.search(without_texts(text.split("\n")[int(opened[1]) - 1])) is None:
        return ""
    return "a block has no braces: then or do … end"


def _about_blocks(message: str, text: str) -> str:
    """Return which block seems to be open, by its indent, where one is."""
    if "'end' expected" not in message or "<eof>" not in message:
        return ""
    line = unclosed_block(text)
    return f"the block that begins on line {line} seems to have no end" if line else ""


def unclosed_block(text: str) -> int:
    """Return the line of the first block whose `end` stands at the indent of another; 0 where none does."""
    lines = text.split("\n")
    indents = [len(one) - len(one.lstrip()) for one in lines]
    opened: list[int] = []
    number = last = 0
    for token in code_tokens(text):
        number += text.count("\n", last, token.start)
        last = token.start
        change = depth_change(token) if token.kind == "keyword" else 0
        if change > 0:
            opened.append(number)
        elif change < 0 and opened:
            line = opened.pop()
            is_first = lines[number].lstrip().startswith(token.text)
            if is_first and line != number and indents[line] > indents[number]:
                return line + 1
    return opened[-1] + 1 if opened else 0
