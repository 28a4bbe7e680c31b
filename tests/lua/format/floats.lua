-- string.format: floats in every style.
local f = string.format
print(f("%f %.2f %.0f %10.3f|%-10.3f|%010.3f %+.1f", 3.14159, 3.14159, 2.5, 3.14159, 3.14159, 3.14159, 3.14159))
-- expect: 3.141590 3.14 2      3.142|3.142     |000003.142 +3.1
print(f("%e %.3e %E %.0e", 12345.678, 12345.678, 12345.678, 12345.678))
-- expect: 1.234568e+04 1.235e+04 1.234568E+04 1e+04
print(f("%g %g %g %g %G %.3g %#g", 100000, 1000000, 0.0001, 0.00001, 1e-10, 3.14159, 1.0))
-- expect: 100000 1e+06 0.0001 1e-05 1E-10 3.14 1.00000
print(f("%a %A %.1a", 1.0, 255.5, 3.14159)) -- expect: 0x1p+0 0X1.FFP+7 0x1.9p+1
print(f("%f %e %g", 1, 2, 3), f("%f", "2.5")) -- expect: 1.000000 2.000000e+00 3	2.500000
print(pcall(f, "%F", 1)) -- expect: false	invalid conversion '%F' to 'format'
