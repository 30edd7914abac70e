local t, s = {}, 0
for i = 1, 300000 do t[i] = i end
for i = 1, #t do s = s + t[i] end
for _ = 1, 3 do for _, v in ipairs(t) do s = s + v end end
for _, v in pairs(t) do s = s + v end
local h = {}
for i = 1, 50000 do h['k' .. i] = i end
for _ = 1, 3 do for _, v in pairs(h) do s = s + v end end
for i = 1, 50000 do
  local o = { a = i, b = i * 2, c = { i } }
  s = s + o.a + o.b + o.c[1]
end
local p = { x = 1, y = 2 }
for _ = 1, 1000000 do p.x = p.x + p.y end
for i = 1, 200000 do t[#t + 1] = i end
