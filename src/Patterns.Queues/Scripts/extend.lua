-- Renews the leases of messages that a worker holds.
--
-- KEYS[1...]  the keys of the queue, in the order of open_queue
-- ARGV[1]     the consumer group
-- ARGV[2]     the consumer
-- ARGV[3...]  for each message: lane, entry, delivery count
-- Returns     for each message: 1, or 0 if this worker no longer holds it
local queue, group, consumer = open_queue(KEYS), ARGV[1], ARGV[2]
local pending = open_pending(queue.lanes, group, consumer, (#ARGV - 2) / 3)
local held = {}
for i = 3, #ARGV, 3 do
  local lane, entry = tonumber(ARGV[i]), ARGV[i + 1]
  local mine = holds(pending, lane, entry, ARGV[i + 2])
  if mine then
    redis.call('XCLAIM', queue.lanes[lane], group, consumer, 0, entry, 'JUSTID')
  end
  held[#held + 1] = mine and 1 or 0
end
return held
