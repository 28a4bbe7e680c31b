"""The command: options before the script, its arguments, and what stands on standard input."""

from tests.differential.template import Program, Template

SCRIPT = b"print('script', ...) print(arg[0], #arg) for i = 1, #arg do print(i, arg[i]) end"

OPTIONS: tuple[tuple[str, ...], ...] = (
    ("-e", "print 'first'"),
    ("-e", "x = 1", "-e", "print(x)"),
    ("-eprint(1)",),
    ("-e", "error 'in option'"),
    ("-e", "x ="),
    ("-W", "-e", "warn 'shown'"),
    ("-e", "warn 'hidden'"),
    ("-l", "string"),
    ("-l", "s=string", "-e", "print(s == string)"),
    ("-l", "absent_module_name=package", "-e", "print(absent_module_name.config:sub(1, 1))"),
    ("-E", "-e", "print(os.getenv 'SET_BY_THE_TEST')"),
    ("--",),
    ("-e", "print(...)"),
    ("-e", "os.exit(3)"),
    ("-e", "goto x"),
    ("-e", "error({})"),
    ("-e", "local t = setmetatable({}, {__gc = function() print 'gc' end})"),
    ("-W", "-W", "-e", "warn('a', 'b') warn '@off' warn 'c'"),
    ("-e", "print(debug.traceback 'here')"),
    ("-e", "arg = nil"),
)

ARGUMENTS: tuple[tuple[str, ...], ...] = (
    ("a",),
    ("a", "b c", ""),
    ("-e", "print(1)"),
    ("--", "x"),
    ("-",),
    ("é", "tab\there"),
    ("1", "2", "3", "4", "5", "6", "7", "8", "9", "10"),
    ("-v",),
    ("--help",),
    ("'quoted'", '"twice"'),
)

SOURCES = (
    b"#!/usr/bin/lua\nprint 'after the first line' error 'line 2'",
    b"# only a comment",
    b"\xef\xbb\xbfprint 'after the mark'",
    b"\xef\xbb\xbf#!both\nprint(debug.getinfo(1, 'l').currentline)",
    b"return 1, 2",
    b"return 'ignored'",
    b"",
    b"\n\n\n",
    b"-- no line end",
    b"print(...) return ...",
    b"local x = ... print(x) os.exit(x == nil)",
    b"print(#arg, arg[-1] ~= nil, arg[1])",
    b"io.stdout:write 'no line end'",
    b"io.stderr:write 'to stderr'",
    b"error()",
    b"error(nil)",
    b"error 'message'",
    b"\r\nprint 'carriage'\r\n",
    b"print 'tab'\t\tprint 'same line'",
    b"do return end print 'never'",
)


def _template(name: str, programs: list[Program]) -> Template:
    return Template(name, tuple(programs))


TEMPLATES: tuple[Template, ...] = (
    _template(
        "commands/options",
        [
            Program(f"commands/options-{n:02}", SCRIPT + b" -- %d" % n, options=options, arguments=("argument",))
            for n, options in enumerate(OPTIONS, start=1)
        ],
    ),
    _template(
        "commands/arguments",
        [
            Program(f"commands/arguments-{n:02}", SCRIPT + b" -- arguments %d" % n, arguments=arguments)
            for n, arguments in enumerate(ARGUMENTS, start=1)
        ],
    ),
    _template(
        "commands/sources", [Program(f"commands/sources-{n:02}", source) for n, source in enumerate(SOURCES, start=1)]
    ),
)
