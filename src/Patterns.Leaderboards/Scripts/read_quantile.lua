-- Finds the score that a part of the members does not exceed.
--
-- KEYS[1]    the scores of the ranking
-- ARGV[1]    the rules
-- ARGV[2]    the part, in percent
-- Returns    the number of the worst score such that this part of the members has no better one; nil if there are no
--            members
local count, part = redis.call('ZCARD', KEYS[1]), tonumber(ARGV[2])

-- How many members are at most that good, by the very division that percentiles are made with.
local most = math.min(count, math.max(1, math.ceil(count * part / 100)))
while most > 1 and 100 * (most - 1) / count >= part do
  most = most - 1
end
while most < count and 100 * most / count < part do
  most = most + 1
end
return redis.call(is_highest_first(ARGV[1]) and 'ZRANGE' or 'ZREVRANGE', KEYS[1], most - 1, most - 1, 'WITHSCORES')[2]
