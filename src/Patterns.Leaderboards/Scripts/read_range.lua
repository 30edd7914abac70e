-- Reads the members between two places.
--
-- KEYS[1]    the scores of the ranking
-- KEYS[2]    its levels
-- KEYS[3]    the data of the members
-- ARGV[1]    the rules
-- ARGV[2]    how ties are ranked: ordinal, competition, modified or dense
-- ARGV[3]    1 to read data too
-- ARGV[4]    the first place, from 0
-- ARGV[5]    the last place
-- Returns    see page
local highest = is_highest_first(ARGV[1])
local rows = redis.call(highest and 'ZREVRANGE' or 'ZRANGE', KEYS[1], ARGV[4], ARGV[5], 'WITHSCORES')
return page(KEYS, ARGV, tonumber(ARGV[4]), rows)
