-- Syntax errors: the message names the token near which it was found.
local function bad(s) print(select(2, load(s, "=x"))) end
bad "x =" -- expect: x:1: unexpected symbol near <eof>
bad "x = = 1" -- expect: x:1: unexpected symbol near '='
bad "local" -- expect: x:1: <name> expected near <eof>
bad "local function" -- expect: x:1: <name> expected near <eof>
bad "if x then" -- expect: x:1: 'end' expected near <eof>
bad "if x\nthen\nelse" -- expect: x:3: 'end' expected (to close 'if' at line 1) near <eof>
bad "while true do" -- expect: x:1: 'end' expected near <eof>
bad "for" -- expect: x:1: <name> expected near <eof>
bad "for i" -- expect: x:1: '=' or 'in' expected near <eof>
bad "for i = 1" -- expect: x:1: ',' expected near <eof>
bad "for i = 1 do end" -- expect: x:1: ',' expected near 'do'
bad "for i = 1, 2, 3, 4 do end" -- expect: x:1: 'do' expected near ','
bad "for a, b = 1, 2 do end" -- expect: x:1: 'in' expected near '='
bad "for a.b in x do end" -- expect: x:1: '=' or 'in' expected near '.'
bad "repeat x = 1" -- expect: x:1: 'until' expected near <eof>
bad "return 1 2" -- expect: x:1: <eof> expected near '2'
bad "return return" -- expect: x:1: unexpected symbol near 'return'
bad "do return 1 print(1) end" -- expect: x:1: 'end' expected near 'print'
bad "f(" -- expect: x:1: unexpected symbol near <eof>
bad "f(1," -- expect: x:1: unexpected symbol near <eof>
bad "f(1 2)" -- expect: x:1: ')' expected near '2'
bad "t = {1, 2" -- expect: x:1: '}' expected near <eof>
bad "t = {1 2}" -- expect: x:1: '}' expected near '2'
bad "t = {[1 = 2}" -- expect: x:1: ']' expected near '='
bad "t = {a.b = 2}" -- expect: x:1: '}' expected near '='
bad "a.1 = 2" -- expect: x:1: syntax error near '.1'
bad "a:b = 1" -- expect: x:1: function arguments expected near '='
bad "a:b" -- expect: x:1: function arguments expected near <eof>
bad "a" -- expect: x:1: syntax error near <eof>
bad "a.b" -- expect: x:1: syntax error near <eof>
bad "1 = 2" -- expect: x:1: unexpected symbol near '1'
bad "(a) = 1 (b)" -- expect: x:1: syntax error near '='
bad "a, b" -- expect: x:1: '=' expected near <eof>
bad "a + b = 1" -- expect: x:1: syntax error near '+'
bad "f() = 1" -- expect: x:1: syntax error near '='
bad "x = (1" -- expect: x:1: ')' expected near <eof>
bad "x = 1)" -- expect: x:1: unexpected symbol near ')'
bad "x = }" -- expect: x:1: unexpected symbol near '}'
bad "end" -- expect: x:1: <eof> expected near 'end'
bad "else" -- expect: x:1: <eof> expected near 'else'
bad "until x" -- expect: x:1: <eof> expected near 'until'
bad "goto" -- expect: x:1: <name> expected near <eof>
bad "::a" -- expect: x:1: '::' expected near <eof>
bad "x = function(a, ..., b) end" -- expect: x:1: ')' expected near ','
bad "x = function(a,) end" -- expect: x:1: <name> or '...' expected near ')'
bad "x = function(1) end" -- expect: x:1: <name> or '...' expected near '1'
bad "x = ..." -- expect:
bad "function f() return ... end"
-- expect: x:1: cannot use '...' outside a vararg function near '...'
bad "x = @" -- expect: x:1: unexpected symbol near '@'
bad "x = 1 $ 2" -- expect: x:1: unexpected symbol near '$'
bad "x = 'a' 'b'" -- expect: x:1: unexpected symbol near ''b''
bad "x = a ~ = b" -- expect: x:1: unexpected symbol near '='
bad "x != 1" -- expect: x:1: syntax error near '!'
bad "x = not" -- expect: x:1: unexpected symbol near <eof>
bad "x = #" -- expect: x:1: unexpected symbol near <eof>
bad "local a.b = 1" -- expect: x:1: unexpected symbol near '.'
bad "local a = 1," -- expect: x:1: unexpected symbol near <eof>
bad "\n\n\nx = = 3" -- expect: x:4: unexpected symbol near '='
bad "if x then\n\nwhile y do\n\n"
-- expect: x:5: 'end' expected (to close 'while' at line 3) near <eof>
bad "function f(\n\n" -- expect: x:3: <name> or '...' expected near <eof>
bad "x = [[abc\n\n" -- expect: x:3: unfinished long string (starting at line 1) near <eof>
bad "--[[ unfinished"
-- expect: x:1: unfinished long comment (starting at line 1) near <eof>
bad "\0" -- expect: x:1: unexpected symbol
bad "x = \1" -- expect: x:1: unexpected symbol near '<\1>'
