-- Closures, varargs, scopes, assignments, loops.
local function counter() local n = 0 return function() n = n + 1 return n end, function() return n end end
local inc, get = counter()
inc() inc()
print(get(), inc(), get())
local fs = {}
for i = 1, 3 do local j = i * 10; fs[#fs + 1] = function() i = i + 1; j = j + 1; return i, j end end
print(fs[1](), fs[1](), fs[2](), fs[3]())
fs = {}
local k = 0
while k < 3 do k = k + 1; local c = k; fs[k] = function() c = c + 1; return c end end
print(fs[1](), fs[1](), fs[2](), fs[3]())
fs = {}
k = 0
repeat k = k + 1; local c = k; fs[k] = function() return c end until c >= 3
print(fs[1](), fs[2](), fs[3]())
for i, v in ipairs { "a", "b" } do fs[i] = function() return i .. v end end
print(fs[1](), fs[2]())
for i = 1, 5 do local v = i; if i == 3 then fs[1] = function() return v end; break end end
print(fs[1]())
local function outer(x)
  local function middle(y)
    local function inner(z) x = x + 1; return x + y + z end
    return inner
  end
  return middle(10), middle(20)
end
local f1, f2 = outer(1)
print(f1(100), f2(100), f1(100))
local function rec(n) if n == 0 then return "done" end return rec(n - 1) end
print(rec(100000))
local function va(...) return select("#", ...), ... end
print(va(), va(nil), va(nil, nil), va(1, 2, 3))
print((va(1, 2, 3)))
local function va2(a, ...) local b, c = ... return a, b, c, select("#", ...) end
print(va2(), va2(1), va2(1, 2), va2(1, 2, 3, 4))
local function old(...) return arg.n, arg[1], arg[2], #arg end
print(old(), old(1), old(1, nil), old(nil, 2))
local function old2(a, b, ...) return a, b, arg.n, arg[1] end
print(old2(), old2(1), old2(1, 2), old2(1, 2, 3))
local function both(...) local t = { ... } return arg, #t end
print(both(1, 2))
print(select("#", ...))
local t = { va(1, 2), va(3, 4), n = va(5) }
print(#t, t[1], t[2], t[3], t[4], t.n)
t = { va(1, 2), (va(3, 4)) }
print(#t, t[2])
local a, b, c = (function() return 1, 2 end)()
print(a, b, c)
a, b, c = 0, (function() return 1, 2, 3 end)()
print(a, b, c)
a, b = b, a
print(a, b)
local i = 1
t = { 10, 20, 30 }
i, t[i] = i + 1, 99
print(i, t[1], t[2])
t.x, t.y, t.z = 1, 2
print(t.x, t.y, t.z)
do local q = t; q.a, q = 5, nil; print(t.a, q) end
local x = 1
do local x = x + 1; do local x = x + 1; print(x) end print(x) end
print(x)
local function shadow(x, x) return x end
print(shadow(1, 2))
print(1 and 2, nil and 2, false or 3, nil or false, false and nil, 1 or error("no"), nil == false, not not nil)
print((nil and 1) or 2, (false or nil) == nil, 1 and nil or 3, 0 and "zero is true", "" and "empty is true")
local function flags(p, q) if p and not q then return "p" elseif q or not p then return "q" else return "?" end end
print(flags(true, false), flags(true, true), flags(false, false), flags(nil, 1))
print(not (1 > 2) and (2 > 1), 1 < 2 == true, "a" == "a" and 1 ~= 2)
local y = 1 > 2 or 3 < 4
print(y, (1 > 2), not (1 == 1), 1 ~= 1 or nil)
for n = 1, 3 do io.write(n, " ") end for n = 3, 1, -1 do io.write(n, " ") end for n = 1, 0 do io.write("never") end
  print()
for n = 0, 1, 0.25 do io.write(n, " ") end for n = 1, 3, 5 do io.write(n, " ") end print()
for n = 1, 3 do local m = n; n = n * 2; io.write(m, ":", n, " ") end print()
for n = 1, 0, 0 do io.write("zero step ") break end print()
for k, v in next, { 5, 6 } do io.write(k, "=", v, " ") end print()
local function iterate(state, control) if control < state then return control + 1, control * 2 end end
for p, q, r in iterate, 3, 0 do io.write(p, " ", q, " ", tostring(r), ";") end print()
local env = setmetatable({}, { __index = _G })
local function uses() g = 5; return g end
setfenv(uses, env)
print(uses(), env.g, rawget(_G, "g"), getfenv(uses) == env, getfenv(1) == _G, getfenv() == _G, getfenv(print) == _G)
print(setfenv(uses, { }) == uses, pcall(uses))
local chunk = loadstring("x = 1; return function() return x end")
setfenv(chunk, { })
print(chunk()(), rawget(_G, "x"))
print(pcall(setfenv, print, {}), pcall(setfenv, 99, {}), pcall(getfenv, 99), pcall(getfenv, -1))
local function nested() setfenv(2, { print = print, tostring = tostring }) end
(function() nested() print(tostring(math)) end)()
local s = 0
for i1 = 1, 10 do for i2 = 1, 10 do if i2 == 5 then break end s = s + 1 end end
print(s)
local function multi() return 1, 2, 3 end
print(multi(), multi(), (multi()))
print(#{ multi(), multi() }, (multi()), -2 ^ 2, 2 ^ -1, 2 ^ 3 ^ 2, -3 % 5, not nil == true, "a" .. 1 + 2 .. "b", 1 ..
  2 == "12")
