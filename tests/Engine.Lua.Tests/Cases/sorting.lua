-- table.sort, also with orders that are none.
local function list(n, seed)
  local t, x = {}, seed
  for i = 1, n do x = (x * 1103515245 + 12345) % 2147483648; t[i] = x % 100 end
  return t
end
for n = 0, 40 do
  local t = list(n, n + 1)
  table.sort(t)
  print(table.concat(t, " "))
  local calls = 0
  t = list(n, n + 7)
  table.sort(t, function(a, b) calls = calls + 1; return a > b end)
  print(calls, table.concat(t, " "))
  for _, order in ipairs {
    function(a, b) return true end, function(a, b) return false end, function(a, b) return a <= b end,
    function(a, b) return (a + b) % 3 == 0 end, function(a, b) return a end, function(a, b) return nil end,
  } do
    t = list(n, n + 13)
    print(pcall(table.sort, t, order))
    print(#t)
  end
end
print(pcall(table.sort, { 1, "a", 2 }))
print(pcall(table.sort, { {}, {} }))
print(pcall(table.sort, { 1, 2, 3, nil, 5, n = 5 }))
print(pcall(table.sort, { 3, 2, 1 }, 5))
print(pcall(table.sort, { 3, 2, 1 }, function() error("x") end))
print(pcall(table.sort, { 3, 2, 1 }, function() error({}) end) == false)
local words = { "pear", "apple", "Zebra", "10", "9", "", "apple pie", "a\0b", "a\0a", "\255", "z" }
table.sort(words)
for _, w in ipairs(words) do print(w == "a\0b" and "a.b" or w == "a\0a" and "a.a" or w) end
local objects = setmetatable({}, { __index = function() return nil end })
table.sort(objects)
local mt = { __lt = function(a, b) return a.v < b.v end }
local os = {}
for i, v in ipairs { 5, 3, 8, 1 } do os[i] = setmetatable({ v = v }, mt) end
table.sort(os)
for _, o in ipairs(os) do io.write(o.v, " ") end print()
