-- Ends messages that were handled, and gives free what they held; the next of their groups follow.
--
-- KEYS[1...]  the keys of the queue, in the order of open_queue
-- ARGV[1]     limits of groups
-- ARGV[2]     the consumer group
-- ARGV[3]     the consumer
-- ARGV[4]     1 if lane 1 is shared with other groups
-- ARGV[5...]  for each message: lane, entry, delivery count, id, de-duplication id or empty, group or empty
-- Returns     the places, counted from 0, of the messages that this worker no longer held
local queue, limits = open_queue(KEYS), open_limits(ARGV[1])
local group, consumer, shared = ARGV[2], ARGV[3], ARGV[4] == '1'
local pending = open_pending(queue.lanes, group, consumer, (#ARGV - 4) / 6)
local ended, lost = { {}, {}, {}, {} }, {}
for i = 5, #ARGV, 6 do
  local lane, entry = tonumber(ARGV[i]), ARGV[i + 1]
  if holds(pending, lane, entry, ARGV[i + 2]) then
    table.insert(ended[lane], entry)
    finish(queue, limits, ARGV[i + 3], ARGV[i + 4], ARGV[i + 5])
  else
    lost[#lost + 1] = (i - 5) / 6
  end
end
forget_all(queue.lanes, group, ended, shared)
return lost
