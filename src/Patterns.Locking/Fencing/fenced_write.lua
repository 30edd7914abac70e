-- Writes a value unless somebody with a larger fencing token has written before. Writing again with the same token is
-- allowed: it is the same holder.
--
-- KEYS[1]    the value, a hash of `value` and `token`
-- ARGV[1]    the fencing token
-- ARGV[2]    the value
-- ARGV[3]    how long the value is kept, in milliseconds; 0 means for ever
-- ARGV[4]    1 if the value is removed: its token stays, so that no older writer brings it back
-- Returns    1 if it was written; otherwise 0
local known = tonumber(redis.call('HGET', KEYS[1], 'token') or '0')
if tonumber(ARGV[1]) < known then
  return 0
end
redis.call('HSET', KEYS[1], 'token', ARGV[1], 'value', ARGV[2])
if ARGV[4] == '1' then
  redis.call('HDEL', KEYS[1], 'value')
end
if ARGV[3] == '0' then
  redis.call('PERSIST', KEYS[1])
else
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
end
return 1
