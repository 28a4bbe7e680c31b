-- Floats in format: infinities, precision, rounding, exact text.
local f = string.format print(f("%f %e %g %.3f", math.huge, -math.huge, math.huge, -math.huge))
-- expect: inf -inf inf -inf
print((f("%f %g", 0 / 0, 0 / 0):gsub("-", ""))) -- expect: nan nan
print(f("%5.1f|%-8.2f|%+.2f|% .2f", 2.25, 2.25, 2.25, 2.25)) -- expect:   2.2|2.25    |+2.25| 2.25
print(f("%.14g %.17g %.3f %.0f %.0f %.0f", 0.1, 0.1, 2.0005, 0.5, 1.5, 2.5))
-- expect: 0.1 0.10000000000000001 2.001 0 2 2
print(f("%.20f", 0.1)) -- expect: 0.10000000000000000555
print(f("%.3f", -0.0), f("%g", -0.0), f("%g", 1e15), f("%g", 123456789))
-- expect: -0.000	-0	1e+15	1.23457e+08
print(f("%a", 0.5), f("%a", 0), f("%a", -1)) -- expect: 0x1p-1	0x0p+0	-0x1p+0
print(f("%10.4f|%-12.3e|%G", math.pi, math.pi, 1e100)) -- expect:     3.1416|3.142e+00   |1E+100
print(pcall(f, "%f", "x"))
-- expect: false	bad argument #2 to 'string.format' (number expected, got string)
print(pcall(f, "%f", {}))
-- expect: false	bad argument #2 to 'string.format' (number expected, got table)
print(pcall(f, "%.100f", 1)) -- expect: false	invalid conversion specification: '%.100f'
print(#f("%.99f", 1 / 3), #f("%99.99f", 1)) -- expect: 101	101
print(#f("%.3f", 1e300), f("%.0f", 2 ^ 63), f("%.1f", 1e22))
-- expect: 305	9223372036854775808	10000000000000000000000.0
print(f("%5g|%-5g|%05g", 1.5, 1.5, 1.5)) -- expect:   1.5|1.5  |001.5
print(f("%s %s %s", 1.0, 1e100, -0.0)) -- expect: 1.0 1e+100 -0.0
for _, x in ipairs {1e-5, 123.456, 1e20, 5e-324, 1.7976931348623157e308} do io.write(f("%.17g", x), " ") end
print "."
-- expect: 1.0000000000000001e-05 123.456 1e+20 4.9406564584124654e-324 1.7976931348623157e+308 .
