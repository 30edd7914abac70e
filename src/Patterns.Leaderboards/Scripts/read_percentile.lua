-- Says how large a part of the members is not better than one of them.
--
-- KEYS[1]    the scores of the ranking
-- ARGV[1]    the rules
-- ARGV[2]    the member
-- Returns    how many members there are, and how many have a better score; nothing if the member is not there
local scale = open_scale(ARGV[1])
local number = redis.call('ZSCORE', KEYS[1], ARGV[2])
if not number then
  return {}
end
return { redis.call('ZCARD', KEYS[1]), open_places(KEYS[1], nil, scale).better(tonumber(number)) }
