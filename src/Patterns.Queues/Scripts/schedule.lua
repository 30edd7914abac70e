-- Sends a recurring message if its next occurrence is due, once however many workers ask.
--
-- KEYS[1...]  the keys of the queue, in the order of open_queue
-- KEYS[13]    the schedules
-- ARGV[1]     limits of groups
-- ARGV[2]     the name of the schedule, with its expression: a changed schedule begins anew
-- ARGV[3]     the occurrence that the caller computed, in milliseconds since 1970
-- ARGV[4]     the occurrence after that
-- ARGV[5]     the lane
-- ARGV[6...]  the fields of the message
-- Returns     the time in milliseconds since 1970, the next occurrence as Redis knows it, 1 if the message was sent
local queue, limits = open_queue(KEYS), open_limits(ARGV[1])
local schedules, name, occurrence = KEYS[13], ARGV[2], tonumber(ARGV[3])
local known = tonumber(redis.call('HGET', schedules, name) or '')
local sent = 0
if not known then
  redis.call('HSET', schedules, name, ARGV[3])
elseif known == occurrence and known <= queue.now then
  local fields = { unpack(ARGV, 6) }
  set_field(fields, 'i', string.format('%.0f-s%d', occurrence, redis.call('HINCRBY', queue.state, 'sequence', 1)))
  set_field(fields, 'e', ARGV[3])
  admit(queue, limits, tonumber(ARGV[5]), fields)
  redis.call('HSET', schedules, name, ARGV[4])
  sent = 1
end
return { queue.now, tonumber(redis.call('HGET', schedules, name)), sent }
