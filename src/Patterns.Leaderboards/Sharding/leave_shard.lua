-- Takes a member off the shard that it has left, unless its score there has changed since.
--
-- KEYS[1]    the scores of the shard
-- ARGV[1]    the member
-- ARGV[2]    the score that was taken along
-- Returns    1 if the member has left
local held = redis.call('ZSCORE', KEYS[1], ARGV[1])
if held and tonumber(held) == tonumber(ARGV[2]) then
  return redis.call('ZREM', KEYS[1], ARGV[1])
end
return 0
