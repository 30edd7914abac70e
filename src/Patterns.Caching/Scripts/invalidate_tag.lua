-- Raises the version of a tag, so that entries which have it, alone or together with others, are valid no more.
--
-- KEYS[1]    the tag, the first by name if there are several
-- ARGV[1]    the names of all tags that an entry must have; empty for this one alone
-- ARGV[2]    for how long the tag must be known, in milliseconds
-- ARGV[3]    how many such sets are kept apart; more count as the tag alone
-- ARGV[4]    the channel of the cache
-- ARGV[5]    what tells other processes; empty to tell nobody
-- Returns    the new version
local clock = redis.call('TIME')
local known = tonumber(redis.call('HGET', KEYS[1], 'v') or 0)
local version = string.format('%.0f', math.max(known + 1, clock[1] * 1000000 + clock[2]))
if ARGV[1] == '' or redis.call('HLEN', KEYS[1]) >= ARGV[3] + 2 then
  redis.call('DEL', KEYS[1])
  redis.call('HSET', KEYS[1], 'v', version, 'a', version)
else
  if known == 0 then
    redis.call('HSET', KEYS[1], 'a', version)
  end
  redis.call('HSET', KEYS[1], 'v', version, '=' .. ARGV[1], version)
end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
if ARGV[5] ~= '' then
  redis.call('PUBLISH', ARGV[4], ARGV[5])
end
return version
