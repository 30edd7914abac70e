-- Reads a member with those before and behind it.
--
-- KEYS[1...]    the scores of the ranking; its levels, if ranks are dense; the data of the members, if it is asked for
-- ARGV[1]       the rules
-- ARGV[2]       how ties are ranked: ordinal, competition, modified or dense
-- ARGV[3]       1 to read data too
-- ARGV[4]       the member
-- ARGV[5]       how many on each side
-- Returns       see page; no rows if the member is not there
local scores = unpack(KEYS)
local highest = is_highest_first(ARGV[1])
local place = redis.call(highest and 'ZREVRANK' or 'ZRANK', scores, ARGV[4])
if not place then
  return page(KEYS, ARGV, 0, {})
end
local first = math.max(0, place - ARGV[5])
local rows = redis.call(
  highest and 'ZREVRANGE' or 'ZRANGE', scores, first, place + ARGV[5], 'WITHSCORES')
return page(KEYS, ARGV, first, rows)
