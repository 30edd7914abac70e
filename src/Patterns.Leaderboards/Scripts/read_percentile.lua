-- Says how large a part of the members is not better than one of them.
--
-- KEYS[1]    the scores of the ranking
-- ARGV[1]    1 if the highest score is best
-- ARGV[2]    the score that numbers begin with
-- ARGV[3]    how many ticks a score has; 0 when names decide over ties
-- ARGV[4]    the member
-- Returns    how many members there are, and how many have a better score; nothing if the member is not there
local scale = open_scale(ARGV[1] == '1', tonumber(ARGV[2]), tonumber(ARGV[3]))
local number = redis.call('ZSCORE', KEYS[1], ARGV[4])
if not number then
  return {}
end
return { redis.call('ZCARD', KEYS[1]), open_places(KEYS[1], nil, scale).better(tonumber(number)) }
