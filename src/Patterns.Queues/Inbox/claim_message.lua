-- Claims a message for one runner of its effect.
--
-- KEYS[1]  the message
-- ARGV[1]  the runner's token
-- ARGV[2]  how long the claim lasts, in milliseconds
-- Returns  1 claimed, 0 claimed by another, -1 handled before
local state = redis.call('GET', KEYS[1])
if state == 'done' then
  return -1
elseif state then
  return 0
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
