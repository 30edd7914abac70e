-- Bounds of the compiler.
local function nested(open, middle, close, depth)
  return "return " .. string.rep(open, depth) .. middle .. string.rep(close, depth)
end
local function try(source)
  local f, message = loadstring(source, "=c")
  print(f ~= nil, message)
end
for _, depth in ipairs { 10, 100, 190, 195, 196, 197, 198, 199, 200, 201, 250, 1000 } do
  try(nested("(", "1", ")", depth))
  try(nested("{", "1", "}", depth))
  try(nested("-", "1", "", depth))
  try(nested("not ", "1", "", depth))
  try(nested("function() return ", "1", " end", depth))
  try(string.rep("do ", depth) .. string.rep(" end", depth))
  try(string.rep("while 1 do ", depth) .. string.rep(" end", depth))
  try("return " .. string.rep("a..", depth) .. "a")
  try("return " .. string.rep("2^", depth) .. "2")
  try("return " .. string.rep("a+", depth) .. "a")
  try("return " .. string.rep("a(", depth) .. string.rep(")", depth))
  try("return " .. string.rep("a[", depth) .. "1" .. string.rep("]", depth))
  try("if a then " .. string.rep("elseif a then ", depth) .. "end")
end
for _, count in ipairs { 10, 197, 198, 199, 200, 201, 250 } do
  local names = {}
  for i = 1, count do names[i] = "v" .. i end
  local list = table.concat(names, ",")
  try("local " .. list)
  try("local " .. list .. " = 1")
  try(list .. " = 1")
  try("local function f(" .. list .. ") end")
  try("return function()\n local " .. list .. " end")
  try("f(" .. list .. ")")
  try("return {" .. list .. "}")
  try("return " .. list)
  try("for " .. list .. " in x do end")
end
for _, count in ipairs { 59, 60, 61 } do
  local lines, uses = {}, {}
  for i = 1, count do lines[i] = "local v" .. i; uses[i] = "v" .. i end
  try(table.concat(lines, "\n") .. "\nreturn function() return " .. table.concat(uses, "+") .. " end")
end
local many = {}
for i = 1, 300 do many[i] = "x = " .. i .. " .. 'k" .. i .. "'" end
try(table.concat(many, "\n"))
local values = {}
for i = 1, 1000 do values[i] = i end
print(#assert(loadstring("return {" .. table.concat(values, ",") .. "}"))())
print(select("#", unpack(values)))
