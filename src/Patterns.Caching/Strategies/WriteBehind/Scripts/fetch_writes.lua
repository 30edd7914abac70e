-- Reads the next writes of a log for the one who works on it.
--
-- KEYS[1]    who works on the log
-- KEYS[2]    the log
-- ARGV[1]    who asks
-- ARGV[2]    for how long the log is the asker's, in milliseconds
-- ARGV[3]    from where to read, as XRANGE takes it
-- ARGV[4]    how many at most
-- Returns    1, the server's time in microseconds, how many writes there are, and those that were read; or 0 and how
--            long the log is another's, in milliseconds
local owner = redis.call('GET', KEYS[1])
if owner and owner ~= ARGV[1] then
  return { 0, redis.call('PTTL', KEYS[1]) }
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
local clock = redis.call('TIME')
local writes = tonumber(ARGV[4]) > 0 and redis.call('XRANGE', KEYS[2], ARGV[3], '+', 'COUNT', ARGV[4]) or {}
return { 1, clock[1] * 1000000 + clock[2], redis.call('XLEN', KEYS[2]), writes }
