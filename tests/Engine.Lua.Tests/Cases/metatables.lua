-- Metamethods.
local log = {}
local mt = {}
local function binary(name) return function(a, b)
  return name .. "(" .. (type(a) == "table" and a.n or tostring(a)) .. "," .. (type(b) == "table" and b.n or
    tostring(b)) .. ")"
end end
for _, name in ipairs { "add", "sub", "mul", "div", "mod", "pow", "concat" } do mt["__" .. name] = binary(name) end
mt.__unm = function(a, b) return "unm(" .. a.n .. ")", rawequal(a, b) end
mt.__len = function(a) return 42 end
mt.__eq = function(a, b) log[#log + 1] = "eq"; return a.n == b.n end
mt.__lt = function(a, b) log[#log + 1] = "lt"; return a.n < b.n end
mt.__le = function(a, b) log[#log + 1] = "le"; return a.n <= b.n end
mt.__call = function(self, ...) return "call", self.n, ... end
mt.__tostring = function(self) return "<" .. self.n .. ">" end
local a, b = setmetatable({ n = "a" }, mt), setmetatable({ n = "b" }, mt)
print(a + b, a - 1, 1 * b, "x" / a, a % b, a ^ 2, a .. b, a .. "s", "s" .. a, 1 .. a, -a, #a)
print(a == b, a ~= b, a < b, a <= b, a > b, a >= b, a == a, a == 1, a == "a", rawequal(a, b))
print(table.concat(log, " "))
print(a(), a(1, 2), a("x"))
print(tostring(a), tostring(b))
print(pcall(function() return a < 1 end), pcall(function() return 1 < a end), pcall(function() return a < {} end))
local mt2 = { __eq = mt.__eq, __lt = mt.__lt }
local c = setmetatable({ n = "a" }, mt2)
print(a == c, a < c, pcall(function() return a <= c end))
local other = setmetatable({ n = "a" }, { __eq = function() return true end, __lt = function() return true end })
print(a == other, pcall(function() return a < other end))
local onlylt = setmetatable({ n = 1 }, { __lt = function(x, y) return x.n < y.n end })
local onlylt2 = setmetatable({ n = 2 }, getmetatable(onlylt))
print(onlylt <= onlylt2, onlylt2 <= onlylt, onlylt >= onlylt2)
print("a" .. "b" .. a .. "c" .. "d", 1 .. 2 .. a .. 3 .. 4)
print(pcall(function() return {} .. "x" end))

local base = { x = 1, f = function(self) return self.y end }
local derived = setmetatable({ y = 2 }, { __index = base })
local third = setmetatable({ z = 3 }, { __index = derived })
print(third.x, third.y, third.z, third.w, third:f(), rawget(third, "x"))
local dynamic = setmetatable({}, { __index = function(t, k) return k .. "?" end, __newindex = function(t, k,
  v) rawset(t, k, v .. "!") end })
print(dynamic.a, dynamic[1], rawget(dynamic, "a"))
dynamic.a = "v" dynamic[1] = "w"
print(dynamic.a, dynamic[1])
dynamic.a = "again"
print(dynamic.a)
local store = {}
local proxy = setmetatable({}, { __index = store, __newindex = store })
proxy.k = "v"
print(rawget(proxy, "k"), store.k, proxy.k)
local loop = {}
setmetatable(loop, { __index = loop, __newindex = loop })
print(pcall(function() return loop.x end))
print(pcall(function() loop.x = 1 end))
local chain = {}
for i = 1, 99 do chain = setmetatable({}, { __index = chain }) end
print(chain.x)
for i = 1, 5 do chain = setmetatable({}, { __index = chain }) end
print(pcall(function() return chain.x end))
print(pcall(function() return setmetatable({}, { __index = 5 }).x end))
print(pcall(function() setmetatable({}, { __newindex = 5 }).x = 1 end))
print(pcall(function() return setmetatable({}, { __index = true }).x end))
local protected = setmetatable({}, { __metatable = "locked" })
print(getmetatable(protected), pcall(setmetatable, protected, {}))
print(pcall(setmetatable, 1, {}), pcall(setmetatable, {}, 1))
local callable = setmetatable({}, { __call = setmetatable({}, { __call = function() return "deep" end }) })
print(pcall(callable))
print(pcall(setmetatable({}, { __call = 5 })))
print(pcall(function() local v = setmetatable({}, { __call = function(self, a) return a end }) return v(7) end))
print(tostring(setmetatable({}, { __tostring = function() return 5 end })))
print(pcall(tostring, setmetatable({}, { __tostring = function() error("no") end })))
print(pcall(tostring, setmetatable({}, { __tostring = 5 })))
print(pcall(print, setmetatable({}, { __tostring = function() return {} end })))
local weak = setmetatable({}, { __mode = "k" })
weak[{}] = 1
print(type(next(weak)))
local late = setmetatable({}, {})
print(late.x, pcall(function() return late + 1 end))
getmetatable(late).__index = function() return "now" end
getmetatable(late).__add = function() return "sum" end
print(late.x, late + 1)
getmetatable(late).__index = nil
print(late.x)
getmetatable(late).__newindex = function(t, k, v) rawset(t, k, v * 2) end
late.y = 5
print(late.y)
local p = newproxy(true)
getmetatable(p).__index = function(_, k) return k end
getmetatable(p).__len = function() return 7 end
getmetatable(p).__eq = function() return true end
local q = newproxy(p)
print(p.abc, #p, p == q, type(p), getmetatable(newproxy()), getmetatable(q) == getmetatable(p))
print(pcall(newproxy, {}), pcall(newproxy, 5))
local counted = 0
local counter = setmetatable({}, { __index = function(t, k) counted = counted + 1; return k end })
local sum = 0
for i = 1, 100 do sum = sum + counter[i] end
print(sum, counted)
local results = setmetatable({}, { __index = function() return 1, 2, 3 end })
print(results.x, (results.x))
local method = setmetatable({}, { __index = { m = function(self, ...) return select("#", ...), ... end } })
print(method:m(1, nil, nil))
