#!/usr/bin/env lua
-- A first line that begins with # is skipped in files; line numbers still count it.
print("ran") -- expect: ran
print(select(2, pcall(error, "plain"))) -- expect: plain
print(select(2, pcall(function() error("positioned") end))) -- expect: shebang.lua:5: positioned
print(select(2, load("#!shebang\nreturn 1", "=x"))) -- expect: x:1: unexpected symbol near '#'
