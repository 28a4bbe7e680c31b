-- Load each text of a file: `lua front_end.lua FILE` prints what came of it. A text follows its length and a newline.
local file = assert(io.open(arg[1], "rb"))
for length in file:lines("n") do
  file:read(1)
  local text = file:read(length)
  local made, message = load(text or "", "=x", "t")
  print(made and "made" or (message:gsub("\n", "n")))
end
