-- Frames with many rented children are left by errors in every order.
local function c() return setmetatable({}, {__close = function() end}) end
local function f(n, ...)
  local a <close> = c()
  local t = {...}
  for _ in next, {1}, nil, c() do
    local b <close> = c()
    if n == 0 then error(#t, 0) end
    return f(n - 1, n, ...), #t
  end
end
for i = 1, 30 do local ok, e = pcall(f, i) if e ~= i then print("wrong", i, e) end end
print(pcall(f, 5)) -- expect: false	5
