-- Adds names to the filter that is being built.
--
-- KEYS[1]       the state, as in check_names.lua
-- KEYS[2]       bitmap 0
-- KEYS[3]       bitmap 1
-- ARGV[1]       the token of the rebuild
-- ARGV[2...]    the bits of the names
-- Returns       1, or 0 when another rebuild has begun or the bits are lost
local current = tonumber(redis.call('HGET', KEYS[1], 'current') or 1)
local other = KEYS[3 - current]
if redis.call('HGET', KEYS[1], 'building') ~= ARGV[1] or redis.call('EXISTS', other) == 0 then
  return 0
end
for i = 2, #ARGV do
  redis.call('SETBIT', other, ARGV[i], 1)
end
return 1
