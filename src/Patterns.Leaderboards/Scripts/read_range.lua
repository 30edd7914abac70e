-- Reads the members between two places.
--
-- KEYS[1]    the scores of the ranking
-- KEYS[2]    its levels
-- KEYS[3]    the data of the members
-- ARGV[1]    1 if the highest score is best
-- ARGV[2]    the score that numbers begin with
-- ARGV[3]    how many ticks a score has; 0 when names decide over ties
-- ARGV[4]    how ties are ranked: ordinal, competition, modified or dense
-- ARGV[5]    1 to read data too
-- ARGV[6]    the first place, from 0
-- ARGV[7]    the last place
-- Returns    see page
local highest = ARGV[1] == '1'
local function open()
  return open_places(KEYS[1], KEYS[2], open_scale(highest, tonumber(ARGV[2]), tonumber(ARGV[3])))
end

local rows = redis.call(highest and 'ZREVRANGE' or 'ZRANGE', KEYS[1], ARGV[6], ARGV[7], 'WITHSCORES')
return page(KEYS[1], ARGV[4], ARGV[5] == '1' and KEYS[3], tonumber(ARGV[6]), rows, open)
