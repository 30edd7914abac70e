-- Messages about arguments.
local functions = {
  assert = assert, error = error, getmetatable = getmetatable, ipairs = ipairs, loadstring = loadstring, next = next,
  pairs = pairs, pcall = pcall, rawequal = rawequal, rawget = rawget, rawset = rawset, select = select,
  setmetatable = setmetatable, tonumber = tonumber, tostring = tostring, type = type, unpack = unpack, xpcall = xpcall,
  getfenv = getfenv, setfenv = setfenv, newproxy = newproxy, load = load, collectgarbage = collectgarbage,
  ["table.concat"] = table.concat, ["table.foreach"] = table.foreach, ["table.foreachi"] = table.foreachi,
  ["table.getn"] = table.getn, ["table.insert"] = table.insert, ["table.maxn"] = table.maxn,
  ["table.remove"] = table.remove, ["table.setn"] = table.setn, ["table.sort"] = table.sort,
  ["coroutine.create"] = coroutine.create, ["coroutine.resume"] = coroutine.resume,
  ["coroutine.status"] = coroutine.status, ["coroutine.wrap"] = coroutine.wrap, ["coroutine.yield"] = coroutine.yield,
}
local names = {}
for name in pairs(functions) do names[#names + 1] = name end
table.sort(names)
local values = { "text", 5, {}, true, print, "10" }
local function show(...)
  local results = {}
  for i = 1, select("#", ...) do
    local value = select(i, ...)
    local kind = type(value)
    results[i] = (kind == "table" or kind == "function" or kind == "userdata" or kind == "thread") and kind or
      tostring(value)
  end
  return table.concat(results, " ")
end
for _, name in ipairs(names) do
  local f = functions[name]
  if name ~= "collectgarbage" and name ~= "load" then
    print(name, show(pcall(f)))
    print(name, show(pcall(function() f() end)))
    print(name, show(pcall(f, nil)))
    for i, value in ipairs(values) do
      if not (name == "setfenv" or name == "getfenv") or type(value) ~= "number" then
        print(name, i, show(pcall(f, value)))
        print(name, i, show(pcall(f, value, nil)))
        for j, second in ipairs(values) do
          if name ~= "table.foreach" and name ~= "setfenv" and not (name == "xpcall" and j == 1) then
            print(name, i, j, show(pcall(f, value, second)))
          end
        end
      end
    end
  end
end
local t = {}
function t.method(self) return table.insert(self) end
print(pcall(function() table.insert() end))
print(pcall(function() table.insert({}) end))
print(pcall(function() table.insert({}, 1, 2, 3) end))
print(pcall(function() table.insert(nil, 1) end))
print(pcall(function() t:method() end))
print(pcall(function() local insert = table.insert; insert(1, 2) end))
print(pcall(function() t.insert = table.insert; t:insert() end))
print(pcall(function() t.insert = table.insert; t.insert(5, 5) end))
local proxy = { unpack = unpack, sort = table.sort, concat = table.concat }
print(pcall(function() proxy:unpack({}) end))
print(pcall(function() proxy.concat({ {} }) end))
print(pcall(function() proxy.concat({ 1, 2, {}, 4 }) end))
print(pcall(function() setmetatable({}) end))
print(pcall(function() setmetatable({}, 5) end))
print(pcall(function() tonumber() end))
print(pcall(function() tonumber("z", 99) end))

print(select("#"), select("#", nil), select("#", nil, nil), select(2, "a", "b", "c"), select(-1, "a", "b"))
print(pcall(select, 0), pcall(select, -5, 1), pcall(select, 5, 1), pcall(select, "x"))
print(collectgarbage("step") == true or collectgarbage("step") == false, collectgarbage("collect"),
  type(collectgarbage("count")))
print(pcall(collectgarbage, "nothing"))
print(type(gcinfo()))
print(pcall(load, "x", {}), pcall(load, "x"), pcall(load, 5), pcall(load))
