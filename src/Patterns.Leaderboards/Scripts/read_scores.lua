-- Reads the members whose score is within bounds, best first.
--
-- KEYS[1...]    the scores of the ranking; its levels, if ranks are dense; the data of the members, if it is asked for
-- ARGV[1]       the rules
-- ARGV[2]       how ties are ranked: ordinal, competition, modified or dense
-- ARGV[3]       1 to read data too
-- ARGV[4]       the lowest number
-- ARGV[5]       the highest number
-- ARGV[6]       how many of them to skip
-- ARGV[7]       how many to read
-- Returns       see page
local scores = unpack(KEYS)
local highest = is_highest_first(ARGV[1])
local rows
if highest then
  rows = redis.call('ZREVRANGEBYSCORE', scores, ARGV[5], ARGV[4], 'WITHSCORES', 'LIMIT', ARGV[6], ARGV[7])
else
  rows = redis.call('ZRANGEBYSCORE', scores, ARGV[4], ARGV[5], 'WITHSCORES', 'LIMIT', ARGV[6], ARGV[7])
end
local first = rows[1] and redis.call(highest and 'ZREVRANK' or 'ZRANK', scores, rows[1]) or 0
return page(KEYS, ARGV, first, rows)
