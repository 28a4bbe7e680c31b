-- Deep and repeated recursion: many frames rented, all returned.
local function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end
print(fib(20)) -- expect: 6765
local function depth(n) if n == 0 then return 0 end return 1 + depth(n - 1) end
for i = 1, 20 do if depth(100) ~= 100 then print "wrong" end end
print(depth(10000)) -- expect: 10000
local function ack(m, n) if m == 0 then return n + 1 elseif n == 0 then return ack(m - 1, 1) end return ack(m - 1, ack(m, n - 1)) end
print(ack(2, 6)) -- expect: 15
local function tak(x, y, z) if y >= x then return z end return tak(tak(x - 1, y, z), tak(y - 1, z, x), tak(z - 1, x, y)) end
print(tak(10, 5, 1)) -- expect: 5
local function hanoi(n, a, b, c) if n == 0 then return 0 end return hanoi(n - 1, a, c, b) + 1 + hanoi(n - 1, c, b, a) end
print(hanoi(10, "a", "b", "c")) -- expect: 1023
local sum = 0 for i = 1, 5000 do sum = sum + (function(x) return x end)(i) end
print(sum) -- expect: 12502500
local function errs(n) if n == 0 then error("deep", 0) end return 1 + errs(n - 1) end
for i = 1, 50 do pcall(errs, i * 4) end print(select(2, pcall(errs, 1000))) -- expect: deep
