-- Long brackets: levels, the dropped first newline, no escapes.
print([[a]], [==[b]]]==], #[[]], #[==[]==]) -- expect: a	b]]	0	0
print([[
first newline is dropped]])
-- expect: first newline is dropped
print(#[[

x]])
-- expect: 2
print([[no \n escape]]) -- expect: no \n escape
print([=[a ]] b]=], [==[a ]=] b]==]) -- expect: a ]] b	a ]=] b
print([=[[[nested]]]=]) -- expect: [[nested]]
print(#[[
]])
-- expect: 0
local t = {[ [[key]] ] = 1}
print(t.key, t[ [[key]] ]) -- expect: 1	1
print(([[method]]):upper()) -- expect: METHOD
print(load("return [[a\r\nb]]")() == "a\nb", load("return [[a\n\rb]]")() == "a\nb")
-- expect: true	true
print(#load("return [[\r\r]]")(), #load("return [[\n\r\n]]")()) -- expect: 1	1
print(load("return [[a"))
-- expect: nil	[string "return [[a"]:1: unfinished long string (starting at line 1) near <eof>
print(load("return [==[a]]"))
-- expect: nil	[string "return [==[a]]"]:1: unfinished long string (starting at line 1) near <eof>
print(load("return [=a"))
-- expect: nil	[string "return [=a"]:1: invalid long string delimiter near '[='
