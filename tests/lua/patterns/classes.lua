-- Every character class, sets, ranges, complements.
for _, c in ipairs {"a", "c", "d", "g", "l", "p", "s", "u", "w", "x"} do local yes, no = 0, 0 for b = 0, 127 do if string.char(b):match("%" .. c) then yes = yes + 1 end if string.char(b):match("%" .. c:upper()) then no = no + 1 end end print(c, yes, no) end
-- expect: a	52	76
-- expect: c	33	95
-- expect: d	10	118
-- expect: g	94	34
-- expect: l	26	102
-- expect: p	32	96
-- expect: s	6	122
-- expect: u	26	102
-- expect: w	62	66
-- expect: x	22	106
print(("abc"):match("[a-c]+"), ("abc"):match("[^a]+"), ("a-c"):match("[a%-c]+"), ("a]c"):match("[]a]+"), ("a^c"):match("[a^]+"), ("x^"):match("[%^x]+"), ("-"):match("[a-]"), ("-"):match("[-a]"), ("5a"):match("[%d%a]+"), ("5a_"):match("[%w_]+"), ("tab\t"):match("[%s]") == "\t", ("a%b"):match("[%%]"), ("[x]"):match("[%[%]]"), ("é"):match("[\128-\255]+") == "é", ("abc"):match("[a-]+"), ("09"):match("[0-9]+"), ("A1z"):match("[%u%l]+"), ("hello"):match("[^%s]+"), ("z"):match("[a-y]"), ("b"):match("[c-a]"))
-- expect: abc	bc	a-c	a]	a^	x^	-	-	5a	5a_	true	%	[	true	a	09	A	hello	nil	nil
print(("a.b*c"):gsub("[.*]", "%%"), ("x"):rep(5):match("x.x"), ("%d"):gsub("%%d", "D"), (".."):find("."), ("a\nb"):match("a.b") ~= nil, ("!@#"):match("%p+"), (" \t\n\v\f\r"):match("^%s+$") ~= nil, ("deadBEEF"):match("^%x+$"), ("\1\31\127"):match("^%c+$") ~= nil, ("a b"):match("%g+"), ("\200"):match("%a"), ("\200"):match("%A") ~= nil)
-- expect: a%b%c	xxx	D	1	true	!@#	true	deadBEEF	true	a	nil	true
