-- Takes one permit of the queue's rate, now or in the future: a worker that was handed a message while it slept waits
-- for it before it begins.
--
-- KEYS[1...]  the keys of the queue, in the order of open_queue
-- ARGV[1]     permits of the queue's rate
-- ARGV[2]     period of the queue's rate, in milliseconds
-- Returns     milliseconds until the permit may be used
local queue = open_queue(KEYS)
local period = tonumber(ARGV[2])
local interval = period / tonumber(ARGV[1])
local arrival = math.max(tonumber(redis.call('HGET', queue.state, 'rate') or 0), queue.now) + interval
redis.call('HSET', queue.state, 'rate', string.format('%.3f', arrival))
return math.max(0, math.ceil(arrival - period - queue.now))
