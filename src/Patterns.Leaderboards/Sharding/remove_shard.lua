-- Takes a member, or all of them, off a shard that members move to. Who read a score elsewhere before does not bring it
-- here any more.
--
-- KEYS[1]    the scores of the shard
-- KEYS[2]    how often members were removed from the shard
-- ARGV[1]    the member; empty for all of them
-- ARGV[2]    for how many seconds the removal is remembered
-- Returns    1 if something was removed
redis.call('INCR', KEYS[2])
redis.call('EXPIRE', KEYS[2], ARGV[2])
if ARGV[1] == '' then
  return redis.call('DEL', KEYS[1])
end
return redis.call('ZREM', KEYS[1], ARGV[1])
