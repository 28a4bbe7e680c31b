-- Empty statements and separators.
;;; print(1); ; print(2);
-- expect: 1
-- expect: 2
local a = 1; local b = 2; print(a, b); -- expect: 1	2
do ; end
do ;; local x = 3; print(x); end; -- expect: 3
if a then ; end
while false do ; end
for i = 1, 1 do ; end
repeat ; until true
local function f() ; return 4; end print(f()); -- expect: 4
local function g() return; end print(g()); -- expect:
;(print)(5); -- expect: 5
goto done;
print("skipped");
::done::; ::after::
print(6);; -- expect: 6
