-- Ends a claim: the effect has happened, or it failed and may be tried again.
--
-- KEYS[1]  the message
-- ARGV[1]  the runner's token
-- ARGV[2]  how long the message is remembered, in milliseconds; 0 if the effect failed
-- Returns  1, or 0 if the claim was over and another has begun
local state = redis.call('GET', KEYS[1])
if tonumber(ARGV[2]) > 0 then
  -- The effect has happened, whoever claims it now.
  redis.call('SET', KEYS[1], 'done', 'PX', ARGV[2])
elseif state == ARGV[1] then
  redis.call('DEL', KEYS[1])
end
return (state == ARGV[1] or state == 'done') and 1 or 0
