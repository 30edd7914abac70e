-- Lets the filter count that has been built, and removes the old one.
--
-- KEYS[1]    the state, as in check_names.lua
-- KEYS[2]    bitmap 0
-- KEYS[3]    bitmap 1
-- ARGV[1]    the token of the rebuild
-- ARGV[2]    how long the filter is kept from now on, in milliseconds
-- Returns    1, or 0 when another rebuild has begun or the bits are lost
local current = tonumber(redis.call('HGET', KEYS[1], 'current') or 1)
local other = KEYS[3 - current]
if redis.call('HGET', KEYS[1], 'building') ~= ARGV[1] or redis.call('EXISTS', other) == 0 then
  return 0
end
redis.call('HSET', KEYS[1], 'current', 1 - current)
redis.call('HDEL', KEYS[1], 'building')
redis.call('PEXPIRE', KEYS[1], ARGV[2])
redis.call('PEXPIRE', other, ARGV[2])
redis.call('DEL', KEYS[2 + current])
return 1
