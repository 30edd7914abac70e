-- Puts back what a living worker has in its list and does not know of: the reply that told it was lost.
--
-- KEYS[1]     the queue
-- KEYS[2]     the processing list of the worker
-- ARGV[1...]  the messages that the worker knows
-- Returns     how many messages went back
local known, count = {}, 0
for i = 1, #ARGV do
  known[ARGV[i]] = (known[ARGV[i]] or 0) + 1
end
-- Workers take from the right end and put at the left: the newest stands leftmost.
local messages = redis.call('LRANGE', KEYS[2], 0, -1)
for i = 1, #messages do
  local message = messages[i]
  if (known[message] or 0) > 0 then
    known[message] = known[message] - 1
  else
    redis.call('LREM', KEYS[2], 1, message)
    redis.call('RPUSH', KEYS[1], message)
    count = count + 1
  end
end
return count
