-- Reads the members whose score is within bounds, best first.
--
-- KEYS[1]    the scores of the ranking
-- KEYS[2]    its levels
-- KEYS[3]    the data of the members
-- ARGV[1]    1 if the highest score is best
-- ARGV[2]    the score that numbers begin with
-- ARGV[3]    how many ticks a score has; 0 when names decide over ties
-- ARGV[4]    how ties are ranked: ordinal, competition, modified or dense
-- ARGV[5]    1 to read data too
-- ARGV[6]    the lowest number
-- ARGV[7]    the highest number
-- ARGV[8]    how many of them to skip
-- ARGV[9]    how many to read
-- Returns    see page
local highest = ARGV[1] == '1'
local function open()
  return open_places(KEYS[1], KEYS[2], open_scale(highest, tonumber(ARGV[2]), tonumber(ARGV[3])))
end

local rows
if highest then
  rows = redis.call('ZREVRANGEBYSCORE', KEYS[1], ARGV[7], ARGV[6], 'WITHSCORES', 'LIMIT', ARGV[8], ARGV[9])
else
  rows = redis.call('ZRANGEBYSCORE', KEYS[1], ARGV[6], ARGV[7], 'WITHSCORES', 'LIMIT', ARGV[8], ARGV[9])
end
local first = rows[1] and redis.call(highest and 'ZREVRANK' or 'ZRANK', KEYS[1], rows[1]) or 0
return page(KEYS[1], ARGV[4], ARGV[5] == '1' and KEYS[3], first, rows, open)
