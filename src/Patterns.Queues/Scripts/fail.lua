-- Ends an attempt that failed, or that is not to count: the message is delayed for the next one, with its place in its
-- group, or becomes a dead letter. It leaves its stream and enters its next place in the same step.
--
-- KEYS[1...]  the keys of the queue, in the order of open_queue
-- ARGV[1]     limits of groups
-- ARGV[2]     the consumer group
-- ARGV[3]     the consumer
-- ARGV[4]     1 if lane 1 is shared with other groups
-- ARGV[5]     lane
-- ARGV[6]     entry
-- ARGV[7]     delivery count
-- ARGV[8]     attempts made that count
-- ARGV[9]     milliseconds until the next attempt; -1 for a dead letter
-- ARGV[10]    the reason
-- ARGV[11]    the error
-- ARGV[12]    how many dead letters are kept
-- Returns     1, or 0 if this worker no longer held it
local queue, limits = open_queue(KEYS), open_limits(ARGV[1])
local group, consumer, shared, lane, entry = ARGV[2], ARGV[3], ARGV[4] == '1', tonumber(ARGV[5]), ARGV[6]
if not holds(open_pending(queue.lanes, group, consumer, 1), lane, entry, ARGV[7]) then
  return 0
end
local found = redis.call('XRANGE', queue.lanes[lane], entry, entry)[1]
forget(queue.lanes, group, lane, { entry }, shared)
if not found then
  return 0
end
local fields = found[2]
local id = get_field(fields, 'i') or entry
local wait = tonumber(ARGV[9])
if wait < 0 then
  bury(queue, lane, fields, id, ARGV[8], { reason = ARGV[10], error = ARGV[11] }, ARGV[12])
  finish(queue, limits, id, get_field(fields, 'u'), get_field(fields, 'g'))
else
  set_field(fields, 'i', id)
  set_field(fields, 'e', get_field(fields, 'e') or string.match(entry, '%d+'))
  set_field(fields, 'a', ARGV[8])
  set_field(fields, 'x', ARGV[11])
  -- What other groups read too goes on in a lane of this group's own.
  local own = (shared and lane == 1) and 2 or lane
  local member = 'p' .. cmsgpack.pack(own, unpack(fields))
  hold(queue, queue.now + wait, member)
  wake_for(queue, member)
end
return 1
