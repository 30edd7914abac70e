local Counter = {}
Counter.__index = Counter
function Counter.new(v) return setmetatable({ v = v }, Counter) end
function Counter:add(x) self.v = self.v + x return self end
local o = Counter.new(0)
for i = 1, 1000000 do o:add(i) end
local function counter() local n = 0 return function() n = n + 1 return n end end
local c = counter()
for _ = 1, 1000000 do c() end
for i = 1, 300000 do local made = Counter.new(i) end
