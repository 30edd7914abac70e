-- Ends a subscription: its group in the log, and the keys that are its own.
--
-- KEYS[1...]  the keys of the subscription, in the order of open_queue
-- ARGV[1]     the subscription
-- Returns     1 if there was such a group, otherwise 0
local queue = open_queue(KEYS)
local log = queue.lanes[1]
local ended = redis.call('EXISTS', log) == 1 and redis.call('XGROUP', 'DESTROY', log, ARGV[1]) or 0
redis.call('DEL', unpack(KEYS, 2))
return ended
