-- Says that a worker lives, and who has not for longer than a lease.
--
-- KEYS[1]  the workers, scored by when they count as dead
-- ARGV[1]  the worker
-- ARGV[2]  the lease in milliseconds; 0 if the worker leaves
-- Returns  the names of dead workers
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
if ARGV[2] == '0' then
  redis.call('ZREM', KEYS[1], ARGV[1])
else
  redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
end
return redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', '(' .. string.format('%.0f', now), 'LIMIT', 0, 10)
