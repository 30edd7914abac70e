-- Adding.
--
-- Defines add(key, amount)    adds to a counter
local function add(key, amount)
  return redis.call('INCRBY', key, amount)
end
