-- Gives back messages that a worker did not begin or could not end: the next worker takes them at once, before new
-- ones, and the attempt does not count. A worker that leaves is forgotten when nothing is pending for it.
--
-- KEYS[1...]  the keys of the queue, in the order of open_queue
-- ARGV[1]     the consumer group
-- ARGV[2]     the consumer
-- ARGV[3]     1 if the worker leaves
-- ARGV[4...]  for each message: lane, entry, delivery count
-- Returns     for each message: 1, or 0 if this worker no longer held it
local queue, group, consumer = open_queue(KEYS), ARGV[1], ARGV[2]
local longest_idle = 30 * 24 * 3600 * 1000
local pending = open_pending(queue.lanes, group, consumer, (#ARGV - 3) / 3)
local given, any = {}, false
for i = 4, #ARGV, 3 do
  local lane, entry, count = tonumber(ARGV[i]), ARGV[i + 1], tonumber(ARGV[i + 2])
  local mine = holds(pending, lane, entry, count)
  if mine then
    redis.call('XCLAIM', queue.lanes[lane], group, 'nobody', 0, entry,
      'IDLE', longest_idle, 'RETRYCOUNT', count - 1, 'JUSTID')
    any = true
  end
  given[#given + 1] = mine and 1 or 0
end
if any then
  redis.call('XADD', queue.wake, 'MAXLEN', 1, '*', 'w', '')
end
if ARGV[3] == '1' then
  for lane = 1, 3 do
    local left = redis.pcall('XPENDING', queue.lanes[lane], group, '-', '+', 1, consumer)
    if not left.err and #left == 0 then
      redis.call('XGROUP', 'DELCONSUMER', queue.lanes[lane], group, consumer)
    end
  end
  redis.pcall('XGROUP', 'DELCONSUMER', queue.wake, group, consumer)
end
return given
