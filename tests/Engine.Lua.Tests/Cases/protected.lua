-- pcall, xpcall, error, and depth.
print(pcall(pcall), pcall(pcall, error), pcall(xpcall))
print(pcall(pcall, error, "x"))
print(xpcall(function() error("a") end, function(m) return "handled " .. m end))
print(xpcall(function() return 1, 2, 3 end, print))
print(xpcall(function() error() end, function(m) return m, "second" end))
print(xpcall(function() local x = nil + 1 end, function(m) return m end))
print(xpcall(function() error({ 1 }) end, function(m) return type(m) end))
print(xpcall(error, function(m) return "h" end))
print(xpcall(function() error("a") end, function(m) error("b") end))
print(xpcall(function() error("a") end, nil))
print(xpcall(function() error("a") end, 5))
print(xpcall(5, function(m) return m end))
local count = 0
print(xpcall(function() error("first") end, function(m) count = count + 1; if count < 3 then error("again") end
  return "after " .. count .. " " .. tostring(m) end))
print(pcall(function() return pcall(function() error("inner") end) end))
print(pcall(function() pcall(error, "ignored") return "went on" end))
local function depth(n) return n == 0 and 0 or 1 + depth(n - 1) end
print(depth(15000))
local n = 0
local function endless() n = n + 1; return 1 + endless() end
local ok, message = pcall(endless)
print(ok, message, n > 15000)
n = 0
ok, message = pcall(endless)
print(ok, message)
local function viapcall() n = n + 1; local ok, m = pcall(viapcall); if not ok then return m end return m end
n = 0
print(viapcall()) print(n)
local t = setmetatable({}, {})
getmetatable(t).__index = function(t, k) return t[k .. "x"] end
print(pcall(function() return t.a end))
getmetatable(t).__add = function(a, b) return a + b end
print(pcall(function() return t + 1 end))
getmetatable(t).__call = function(self) return self() end
print(xpcall(endless, function(m) return "handled: " .. m end))
print(pcall(string.rep, "x", -1))
print(select("#", pcall(error)))
print(pcall(assert, false), pcall(assert, nil, "message"), pcall(assert, false, 5), pcall(assert, 1, 2, 3))
print(pcall(assert, false, {}))
print(assert(1, 2, 3))
local function try(f) local ok, e = pcall(f) return ok and "ok" or e end
print(try(function() assert(nil, "custom") end), try(function() assert(1 == 2) end))
local tostringed = setmetatable({}, { __tostring = function() return "object" end })
print(select(2, pcall(error, tostringed)) == tostringed)
local big = {}
for i = 1, 100 do big[i] = function() return pcall(error, i) end end
for i = 1, 100, 33 do print(big[i]()) end
local closed
pcall(function() local v = 5; closed = function() return v end; error("x") end)
print(closed())
local function multi() local a, b = 1, 2; local f = function() a = a + 1; return a + b end; error(f) end
local _, f = pcall(multi)
print(f(), f())
-- A loop over pairs calls next, so it counts where calls are deep.
local function nest(n)
  if n == 0 then for _ in pairs { 1 } do return "looped" end end
  return select(2, pcall(nest, n - 1))
end
for n = 190, 200 do print(n, nest(n)) end
-- A handler must be a function: nothing else is called, not even what can be.
local callable = setmetatable({}, { __call = function(_, e) return "called " .. tostring(e) end })
for _, handler in ipairs { callable, {}, "text", 5, true } do
  print(xpcall(function() error("x") end, handler))
end
print(xpcall(function() error("x") end, nil), xpcall(function() return "fine" end, callable))
