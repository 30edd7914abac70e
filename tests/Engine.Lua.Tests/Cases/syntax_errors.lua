-- What the compiler says, and where.
local sources = {
  "x = ", "x = }", "return return", "for i = 1 do end", "for 1 = 2 do end", "for i, 2 in x do end", "if x then",
  "while true do\n\n", "repeat local x = 1", "local function end", "local x = = 2", "f(", "f(1", "f(1,", "a.1", "a.",
  "a:b", "a:1()", "x", "x.y", "x, y", "(x) = 1", "f() = 1", "x + 1", "break", "do break end", "goto = 1 x",
  "local t = {1, 2", "local t = {[1 = 2}", "local t = {x = }", "return 'abc", "return \"abc\ndef\"", "return [[abc",
  "return [==[abc]]", "--[[ never closed", "return [=abc", "return '\\300'", "x = 3x", "x = 0x", "x = 1e", "x = 1..2",
  "x = 3.4.5", "x = @", "x = !1", "x = $", "x = \1", "x ~ 1", "x = ~1", "local function f(a, ...) end local x = ...",
  "function f(...) return function() return ... end end", "function f(a,) end", "function f(..., a) end",
  "return function(1) end", "and", "x = and", "end", "until true", "else", "elseif x then end", "local a.b = 1",
  "function a.b:c.d() end", "function a:b:c() end", "f\n(1)", "x = f\n(g)(1)", "return 1,", "return 1 2",
  "local a <const> = 1", "a.b.c.d.e = ", "x = {1, 2, 3", "x = function", "x = function(",
    "if x then else elseif y then end",
  "for i in", "for i in x", "for i = 1, 2, 3, 4 do end", "x = [[a [[ b ]] c", "x = #", "x = not", "x = -", "x = 'a\\",
  "x = \"unfinished\\\n", "x = '\\z'", "return ...", "x = 5 y = 6", "x = 5; ; y = 6", ";", "x=1;;", "local 5",
    "nil = 1",
  "x = }}", "x = ]]", "\n\n\n  x = = 1", "x = 'abc\\0def' = 2", "x = \"a\\065\" \"b\" c", "é = 1", "x = é",
    "\255 = 1", "#!/bin/lua",
  "local x <", "x.y:z = 1", "x[", "x[1", "x[1]", "x[] = 1", "x = (1", "x = ()", "(f)", "(f)()", "f{", "f'a' 'b'",
    "f'a' = 1",
  "a, b += 1", "a = b c d", "a = b, = c", "do local x end x", "while do end", "repeat until",
    "local function f() return 1 print(2) end",
}
for i, source in ipairs(sources) do
  print(i, loadstring(source))
  print(i, loadstring(source, "@file.lua"))
end
print(loadstring("x =", "=stdin"))
print(loadstring("x =", "@" .. string.rep("long/", 20) .. "name.lua"))
print(loadstring("x =", "=" .. string.rep("x", 100)))
print(loadstring("x =\n\n\n1 1"))
print(loadstring("first line\nsecond line"))
print(loadstring(string.rep("x", 100) .. "="))
print(loadstring("\r\n\r\nx = ="))
print(loadstring("\n\r\n\rx = ="))
