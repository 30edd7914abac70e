local x = 0
for i = 1, 10000000 do x = x + i % 7 end
local a, b, i = 1, 2, 0
while i < 3000000 do
  i = i + 1
  if a < b then a = a + 1 else b = b + 2 end
end
