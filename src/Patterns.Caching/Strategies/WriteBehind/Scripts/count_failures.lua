-- Counts that the source did not take writes.
--
-- KEYS[1]      who works on the log
-- KEYS[2]      what is pending
-- ARGV[1]      who asks
-- ARGV[2...]   the ids of the writes
-- Returns      how often each has failed; nothing when another works on the log
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return {}
end
local counts = {}
for i = 2, #ARGV do
  counts[#counts + 1] = redis.call('HINCRBY', KEYS[2], 'a' .. string.match(ARGV[i], '%d+'), 1)
end
return counts
