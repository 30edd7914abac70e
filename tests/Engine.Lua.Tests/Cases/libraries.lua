-- The names in libraries come in the order in which PUC Lua enters them into tables of the right size.
for _, library in ipairs { "string", "table", "math", "coroutine" } do
  for name in pairs(_G[library]) do io.write(library, ".", name, " ") end
  print()
end
-- Of two wrong arguments C looks at the last one first.
for _, name in ipairs { "pow", "fmod", "mod", "atan2", "ldexp" } do
  for _, arguments in ipairs { {}, { "x", {} }, { {}, 1 }, { 1 }, { 1, false } } do
    print(name, pcall(math[name], unpack(arguments)))
  end
  print(name, math[name](7.5, 2), math[name]("7", "3"))
end
