-- Puts a message back where the next worker takes it first.
--
-- KEYS[1]  the queue
-- KEYS[2]  the processing list of the worker
-- ARGV[1]  the message
-- Returns  1, or 0 if the worker no longer had it
if redis.call('LREM', KEYS[2], 1, ARGV[1]) == 0 then
  return 0
end
redis.call('RPUSH', KEYS[1], ARGV[1])
return 1
