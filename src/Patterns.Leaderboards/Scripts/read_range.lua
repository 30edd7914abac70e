-- Reads the members between two places.
--
-- KEYS[1...]    the scores of the ranking; its levels, if ranks are dense; the data of the members, if it is asked for
-- ARGV[1]       the rules
-- ARGV[2]       how ties are ranked: ordinal, competition, modified or dense
-- ARGV[3]       1 to read data too
-- ARGV[4]       the first place, from 0
-- ARGV[5]       the last place
-- Returns       see page
local scores = unpack(KEYS)
local highest = is_highest_first(ARGV[1])
local rows = redis.call(highest and 'ZREVRANGE' or 'ZRANGE', scores, ARGV[4], ARGV[5], 'WITHSCORES')
return page(KEYS, ARGV, tonumber(ARGV[4]), rows)
