-- The order of pairs and the border of # show how tables are laid out.
local function keys(t)
  local list = {}
  for k, v in pairs(t) do list[#list + 1] = tostring(k) .. "=" .. tostring(v) end
  return table.concat(list, " ")
end
print(keys { a = 1, b = 2, c = 3, d = 4, e = 5, f = 6, g = 7 })
print(keys { 10, 20, 30, x = 1, y = 2, [4] = 40, [6] = 60, [-1] = -10, [0] = 0, [1.5] = 15, [true] = 1, [false] = 0 })
local t = {}
for i = 1, 40 do t["key" .. i] = i end
print(keys(t))
for i = 1, 40, 3 do t["key" .. i] = nil end
print(keys(t))
for i = 41, 60 do t["key" .. i] = i end
print(keys(t))
t = {}
for i = 20, 1, -1 do t[i] = i print(#t) end
print(keys(t))
t = {}
for i = 1, 20 do t[i * i] = i end
print(#t, keys(t))
t = {}
for i = -20, 20 do t[i / 4] = i end
print(#t, keys(t))
for _, hole in ipairs { 1, 2, 3, 5, 8, 13, 15, 16, 17, 31, 32, 33 } do
  local holes = {}
  for i = 1, 33 do holes[i] = i end
  holes[hole] = nil
  print(hole, #holes, table.getn(holes), table.maxn(holes))
  holes[33] = nil
  print(hole, #holes)
  holes[#holes + 1] = "new"
  print(hole, #holes, holes[hole])
end
print(#{ 1, nil, 3 }, #{ 1, nil, 3, nil }, #{ nil }, #{ nil, 2 }, #{ nil, nil, 3 }, #{ n = 1, 1, 2 }, #{ 1, 2, nil,
  nil, 5 })
print(#{ 1, 2, 3, nil, 5, nil }, #{ [1] = 1, [2] = 2, [4] = 4 }, #{ unpack({ 1, nil, 3 }, 1, 3) })
t = { 1, 2, 3 }
t[4] = 4 t[6] = 6 t[5] = 5
print(#t, keys(t))
t[#t] = nil
print(#t, keys(t))
t = {}
t[3] = 3 t[2] = 2 t[1] = 1
print(#t, keys(t))
t = {}
for i = 1, 100 do t[i] = i end
for i = 1, 99 do t[i] = nil end
print(#t, keys(t))
t.x = 1
print(#t, keys(t))
t = {}
for i = 1, 10 do t[i] = i; t["s" .. i] = i end
for k in pairs(t) do t[k] = nil end
print(keys(t), next(t), #t)
t = { 1, 2, 3, a = 1 }
print(next(t), next(t, 1), next(t, 3), next(t, "a"))
print(pcall(next, t, "nothing"), pcall(next, t, 4), pcall(next, t, 1.5))
t = {}
t[2 ^ 31] = 1 t[-2 ^ 31] = 2 t[2 ^ 53] = 3 t[1e300] = 4 t[1 / 0] = 5 t[-1 / 0] = 6 t[-0] = 7
print(keys(t), t[0], t[-0])
t = {}
for i = 1, 3 do for _, s in ipairs { "alpha", "beta", "gamma", "delta", string.rep("long", 6), string.rep("long",
  7) } do t[s .. i] = i end end
print(keys(t))
t = {}
for i = 1, 7 do t[i] = i end
print(table.remove(t, 3), #t, table.concat(t, ","))
print(table.remove(t), table.remove(t, 1), table.concat(t, ","), table.remove({}), table.remove(t, 99))
table.insert(t, 1, "first") table.insert(t, "last") table.insert(t, 3, "third")
print(table.concat(t, ","), table.concat(t, "-", 2, 3), table.concat(t, "-", 3, 2), table.concat({}, "x"),
  table.concat({ 1, 2.5, "x" }))
table.insert(t, 20, "far") print(#t, t[20], t[19])
print(table.maxn { 1, 2, [10.5] = 1, [-5] = 1, x = 1 }, table.maxn {})
print(table.foreach({ 1, 2, 3 }, function(k, v) if v == 2 then return k * 10 end end))
print(table.foreachi({ 1, 2, 3 }, function(k, v) if v == 2 then return k * 10 end end))
print(unpack({ 1, 2, 3 }, 2), unpack({ 1, 2, 3 }, 2, 5), unpack({}, 1, 0), unpack({ 1, 2 }, -1, 1))
print(pcall(unpack, {}, 1, 1e8), pcall(unpack, {}, 1, 7000) )
print(rawequal(t, t), rawequal("a", "a"), rawequal(1, 1.0), rawequal({}, {}), rawget(t, 1), rawset(t, "k", "v") == t,
  t.k)
local count = 0
for k, v in pairs { 1, 2, nil, 4, a = 1, b = nil } do count = count + 1 end
print(count)
for i, v in ipairs { 1, 2, nil, 4 } do io.write(i, ":", v, " ") end print()
t = {}
for i = 1, 5 do t[#t + 1] = i end
t[#t + 1] = t
print(#t, t[6] == t)
t = { [1] = "a", [2] = "b", [3] = "c", n = 3 }
print(keys(t), #t)
