-- Says where some members are.
--
-- KEYS[1]       the positions
-- KEYS[2]       until when they hold
-- ARGV[1...]    the members
-- Returns       for each member longitude and latitude, or nil
sweep(KEYS[1], KEYS[2])
local now = redis.call('TIME')
local reply = redis.call('GEOPOS', KEYS[1], unpack(ARGV))
for i = 1, #ARGV do
  local ends = redis.call('ZSCORE', KEYS[2], ARGV[i])
  if ends and tonumber(ends) <= now[1] * 1000 + math.floor(now[2] / 1000) then
    reply[i] = false
  end
end
return reply
