local N = ... -- rounds
local wrap, yield, create, resume = coroutine.wrap, coroutine.yield, coroutine.create, coroutine.resume
local g = wrap(function(...) while true do yield(...) end end) local c = create(function() while true do yield(yield()) end end)
for n = 1, N / 4 do g(n) resume(c, n) local t = {resume(c, 1, 2)}
  if n % 8 == 0 then wrap(function(...) return ... end)(n) resume(create(error), n) pcall(wrap(error), n)
    local d = create(function() local x <close> = setmetatable({}, {__close = yield}) pcall(yield, 1) end) resume(d) coroutine.close(d) end end
