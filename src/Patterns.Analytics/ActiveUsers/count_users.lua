-- Counts the users that were active on at least one of some days.
--
-- KEYS[1]       where the days are combined for a moment
-- KEYS[2...]    the bitmaps of the days
-- Returns       how many users there were
if #KEYS == 2 then
  return redis.call('BITCOUNT', KEYS[#KEYS])
end
redis.call('BITOP', 'OR', KEYS[1], unpack(KEYS, 2))
local count = redis.call('BITCOUNT', KEYS[1])
redis.call('DEL', KEYS[1])
return count
