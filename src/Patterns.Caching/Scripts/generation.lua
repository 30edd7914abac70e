-- Answers the generation of a namespace, and raises it if asked.
--
-- It comes from the time, so that one that was lost does not come back.
--
-- KEYS[1]    the generation
-- ARGV[1]    1 to raise it
-- ARGV[2]    for how long it must be known, in milliseconds
-- ARGV[3]    the channel of the cache
-- ARGV[4]    what tells other processes that it was raised; empty to tell nobody
-- Returns    the generation
local known = redis.call('GET', KEYS[1])
local generation = known
if not known or ARGV[1] == '1' then
  local clock = redis.call('TIME')
  generation = string.format('%.0f', math.max((tonumber(known) or 0) + 1, clock[1] * 1000000 + clock[2]))
  redis.call('SET', KEYS[1], generation, 'PX', ARGV[2])
  if ARGV[4] ~= '' then
    redis.call('PUBLISH', ARGV[3], ARGV[4])
  end
else
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
end
return generation
