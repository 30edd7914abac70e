-- Puts back what a dead worker had in its hands, oldest first in line, and forgets the worker.
--
-- KEYS[1]  the workers, scored by when they count as dead
-- KEYS[2]  the queue
-- KEYS[3]  the processing list of the worker
-- ARGV[1]  the worker
-- Returns  how many messages went back; -1 if the worker lives
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local until_when = tonumber(redis.call('ZSCORE', KEYS[1], ARGV[1]) or 0)
if until_when >= now then
  return -1
end
local count = 0
-- Workers take from the right end and put at the left: the newest stands leftmost.
while redis.call('LMOVE', KEYS[3], KEYS[2], 'LEFT', 'RIGHT') do
  count = count + 1
end
redis.call('ZREM', KEYS[1], ARGV[1])
return count
