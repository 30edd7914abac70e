-- Notes where members are.
--
-- KEYS[1]       the positions
-- KEYS[2]       until when they hold
-- ARGV[1]       for how long they hold, in milliseconds, or 0
-- ARGV[2...]    for each member: longitude, latitude, member
-- Returns       how many members are new
local now = sweep(KEYS[1], KEYS[2])
local added = redis.call('GEOADD', KEYS[1], unpack(ARGV, 2))
if ARGV[1] == '0' then
  -- There may have been a lifetime before. Others still have their ends, which go with a sweep.
  redis.call('PERSIST', KEYS[1])
  redis.call('PERSIST', KEYS[2])
  for i = 4, #ARGV, 3 do
    redis.call('ZREM', KEYS[2], ARGV[i])
  end
else
  local ends = string.format('%.0f', now + ARGV[1])
  for i = 4, #ARGV, 3 do
    redis.call('ZADD', KEYS[2], ends, ARGV[i])
  end
  redis.call('PEXPIREAT', KEYS[1], ends)
  redis.call('PEXPIREAT', KEYS[2], ends)
end
return added
