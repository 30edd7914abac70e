-- Begins a new filter beside the one that counts. A rebuild that was under way can go on no more.
--
-- KEYS[1]    the state, as in check_names.lua
-- KEYS[2]    bitmap 0
-- KEYS[3]    bitmap 1
-- ARGV[1]    the token of the rebuild
-- ARGV[2]    how many bits a filter has
-- ARGV[3]    how long it is kept, in milliseconds
-- Returns    1
local current = tonumber(redis.call('HGET', KEYS[1], 'current') or 1)
local other = KEYS[3 - current]
redis.call('DEL', other)
redis.call('SETBIT', other, ARGV[2], 0)
redis.call('PEXPIRE', other, ARGV[3])
redis.call('HSET', KEYS[1], 'building', ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1
