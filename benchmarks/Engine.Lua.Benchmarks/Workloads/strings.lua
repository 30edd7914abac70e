for _ = 1, 20 do
  local s = ''
  for i = 1, 2000 do s = s .. 'x' .. i end
end
for i = 1, 200000 do local key = 'key:' .. i .. ':' .. (i % 10) end
