-- Coroutines.
local function gen(n) return coroutine.wrap(function() for i = 1, n do coroutine.yield(i) end end) end
for v in gen(3) do io.write(v, " ") end print()
local co = coroutine.create(function(a, b)
  print("start", a, b)
  local c, d = coroutine.yield(a + b, a * b)
  print("second", c, d)
  local e = coroutine.yield()
  print("third", e)
  return "end", nil, 3
end)
print(coroutine.status(co))
print(coroutine.resume(co, 3, 4))
print(coroutine.status(co))
print(coroutine.resume(co, "x", "y"))
print(coroutine.resume(co, nil))
print(coroutine.status(co), coroutine.resume(co), coroutine.resume(co))
print(coroutine.running())
co = coroutine.create(function() print(type(coroutine.running()), coroutine.status(coroutine.running())) end)
coroutine.resume(co)
local outer, inner
outer = coroutine.create(function()
  inner = coroutine.create(function() print(coroutine.status(outer), coroutine.status(inner));
    print(coroutine.resume(outer)) end)
  coroutine.resume(inner)
  print(coroutine.resume(outer))
end)
print(coroutine.resume(outer))
co = coroutine.create(function() error("boom") end)
print(coroutine.resume(co))
print(coroutine.status(co), coroutine.resume(co))
co = coroutine.create(function() error({ code = 5 }) end)
print(select(2, coroutine.resume(co)).code)
co = coroutine.create(function() local x; x.y = 1 end)
print(coroutine.resume(co))
local w = coroutine.wrap(function() error("wrapped") end)
print(pcall(w))
w = coroutine.wrap(function() error({}) end)
print(type(select(2, pcall(w))))
w = coroutine.wrap(function() return 1 end)
print(w(), pcall(w))
print(pcall(coroutine.yield, 1))
co = coroutine.create(function() pcall(coroutine.yield, 1) end)
print(coroutine.resume(co))
co = coroutine.create(function() return pcall(function() coroutine.yield(1) end) end)
print(coroutine.resume(co))
co = coroutine.create(function() return setmetatable({}, { __index = function() coroutine.yield(1) end }).x end)
print(coroutine.resume(co))
co = coroutine.create(function() for k in function() coroutine.yield(1) end do end end)
print(coroutine.resume(co))
co = coroutine.create(function() for k in coroutine.yield do end end)
print(coroutine.resume(co))
co = coroutine.create(function() table.sort({ 3, 2, 1 }, function(a, b) coroutine.yield() return a < b end) end)
print(coroutine.resume(co))
co = coroutine.create(function() return coroutine.yield(1, 2), coroutine.yield(3) end)
print(coroutine.resume(co)) print(coroutine.resume(co, "a", "b")) print(coroutine.resume(co, "c", "d"))
co = coroutine.create(function(...) return coroutine.yield(...) end)
print(coroutine.resume(co, 1, nil, 3)) print(coroutine.resume(co, nil, nil)) print(coroutine.status(co))
co = coroutine.create(function() local t = { coroutine.yield() } return #t, unpack(t) end)
coroutine.resume(co) print(coroutine.resume(co, 7, 8, 9))
local function deep(n) if n == 0 then coroutine.yield("bottom") return 0 end return 1 + deep(n - 1) end
co = coroutine.create(function() return deep(1000) end)
print(coroutine.resume(co)) print(coroutine.resume(co))
local up = 0
co = coroutine.wrap(function() local v = 0; up = function() v = v + 1 return v end; coroutine.yield() v = v + 10;
  coroutine.yield(v) end)
co() up() print(co(), up())
local function producer() return coroutine.create(function() for _, v in ipairs { "a", "b", "c" } do
  coroutine.yield(v) end end) end
local function filter(p) return coroutine.create(function() while true do local ok, v = coroutine.resume(p);
  if not v then return end coroutine.yield(v .. v) end end) end
local f = filter(producer())
while true do local ok, v = coroutine.resume(f); if not v then break end io.write(v, " ") end print()
local depth = 0
local function recursive() depth = depth + 1; local ok, message = coroutine.resume(coroutine.create(recursive));
  if not ok then return error(message, 0) end end
print(pcall(recursive)) print(depth)
print(pcall(coroutine.create, print), pcall(coroutine.create), pcall(coroutine.wrap, 5), pcall(coroutine.status, {}))
co = coroutine.wrap(function() return pcall(error, "inside") end)
print(co())
local results = {}
for i = 1, 3 do local c = coroutine.wrap(function(x) while true do x = coroutine.yield(x * i) end end);
  results[i] = c(10) + c(20) end
print(table.concat(results, " "))
co = coroutine.create(function() print(pcall(coroutine.resume, co)) print(coroutine.resume(co)) end)
coroutine.resume(co)
local thread = coroutine.create(function() end)
print(type(thread))
print(select("#", coroutine.resume(coroutine.create(function() return nil, nil end))))
