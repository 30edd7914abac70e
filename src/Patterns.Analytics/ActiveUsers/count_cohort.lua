-- Counts how many users of a cohort were active on each of some days.
--
-- KEYS[1]       where cohort and day are combined for a moment
-- KEYS[2]       the bitmap of the cohort
-- KEYS[3...]    the bitmaps of the days
-- Returns       how many users the cohort has, and how many of them there were on each day
local reply = { redis.call('BITCOUNT', KEYS[2]) }
for i = 3, #KEYS do
  redis.call('BITOP', 'AND', KEYS[1], KEYS[2], KEYS[i])
  reply[#reply + 1] = redis.call('BITCOUNT', KEYS[1])
end
redis.call('DEL', KEYS[1])
return reply
