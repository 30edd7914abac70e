-- Answers the version of a tag, which an entry keeps that is about to be filled.
--
-- A tag that is not known gets a version from the time, so that one that was lost is never taken for unchanged.
--
-- KEYS[1]    the tag: a hash with its version (v), the version at which all that has it was invalidated (a), and
--            versions at which what has it together with others was, by their names
-- ARGV[1]    for how long the tag must be known, in milliseconds
-- Returns    the version
local version = redis.call('HGET', KEYS[1], 'v')
if not version then
  local clock = redis.call('TIME')
  version = string.format('%.0f', clock[1] * 1000000 + clock[2])
  redis.call('HSET', KEYS[1], 'v', version, 'a', version)
end
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[1]) then
  redis.call('PEXPIRE', KEYS[1], ARGV[1])
end
return version
