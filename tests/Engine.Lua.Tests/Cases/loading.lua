-- load, loadstring, and what they compile.
print(loadstring("return 1, 2")())
print(loadstring("return ...")(5, 6))
print(loadstring("local a, b = ... return b, a")(1, 2))
print(loadstring(""), pcall(loadstring("")))
local pieces = { "return ", "1", " + ", "2" }
local i = 0
print(load(function() i = i + 1; return pieces[i] end)())
print(load(function() return nil end)())
i = 0
print(load(function() i = i + 1; return ({ "return 'a", "b", "c'", "" , "ignored" })[i] end)())
print(pcall(load, function() return {} end))
print(pcall(load, function() error("reader") end))
print(pcall(load, 5), pcall(load))
i = 0
print(load(function() i = i + 1; return ({ "x =" })[i] end, "=named"))
i = 0
print(load(function() i = i + 1; return ({ "x =" })[i] end))
print(loadstring("error('here')", "=name"), pcall(loadstring("error('here')", "=name")))
print(pcall(loadstring("error('here')", "@name.lua")), pcall(loadstring("error('here')")),
  pcall(loadstring("\n\nerror('here')", "two\nlines")))
print(pcall(loadstring("local t = {}\nt.x.y = 1", "=c")))
print(loadstring("return '\\65\\066\\0067', \"a\\\"b\", 'a\\'b', '\\a\\b\\f\\v' == '\\7\\8\\12\\11', 'x\\\ny'")())
print(loadstring("return [[\nfirst newline dropped]], [==[a]]b]=]c]==], [[]], #[[\n\nx]]")())
print(loadstring("-- comment\nreturn --[[ inline ]] 1 --[==[ long\n ]] ]==] + 2 -- end")())
print(loadstring("return 1--[[x]]+2")())
print(loadstring("a.b.c = 1"), loadstring("return {1,2;3,[4]=4,x=5;}"), loadstring("return {;}"))
print(#loadstring("return {1,2;3,[4]=4,x=5;}")())
print(loadstring("return function(...) return ... end")()(1, 2, 3))
print(loadstring("local function f(a, b, ...) return a, b, select('#', ...) end return f(1, 2, 3, 4), f(1)")())
print(loadstring("return 'a' 'b'"))
print(loadstring("return ('x'):rep(3), #'abc', -2^2, not nil, 2^-1")())
print(loadstring("f = function() return 1 end return f(), f{}, f'', f[[x]]")())
print(loadstring("local t = {f=function(self, x) return x end} return t:f(1), t.f(t, 2), t:f{3}[1], t:f'4'")())
print(loadstring("return 0x10, 1e2, .5, 3., 0xA.p0"))
print(loadstring("do end do do end end return 1;"))
print(loadstring("return 1; return 2"))
print(loadstring("for i = 1, 2 do return i end")())
print(loadstring("while true do return 'w' end")(), loadstring("repeat return 'r' until true")())
print(loadstring("if false then elseif nil then else return 'e' end")())
print(loadstring("local a = 1 local a = a + 1 return a")())
print(loadstring("return (...)")(1, 2), loadstring("return (...), ...")(1, 2))
print(loadstring("x = 1 y = 2 return x + y")())
print(loadstring("local x <close> = 1"), loadstring("goto x"), loadstring("return 7 // 2"),
  loadstring("return 1 & 2"), loadstring("return 1 << 2"))
print(loadstring("return a.b:c(1).d[2]:e'x'{y}"))
-- Zeros: no token, a member of every set of characters that the lexer asks for, and the end of what messages show.
for _, source in ipairs { "a\0b", "return \0", "t={} t.\0()", "return 'a'.\0'b'", "return .\0", "return 1\0", "x\0=1",
  "return 1\0abc", "return 1e5\0", "return 1\0+5", "return 1\0\0", "return 1e\0005", "f(\0)", "return #'\0'",
  "return 'a\0", "--\0\nreturn 1", "return ...,.\0.", "return .5\0", "return ~\0", "return [\0[a]]", "\0" } do
  local chunk, refusal = loadstring(source, "=zero")
  print(refusal, chunk and chunk(1, 2))
end
print(pcall(assert, false, "a\0b"))
print(pcall(collectgarbage, "a\0b"))
print((pcall(collectgarbage, "count\0b")))
