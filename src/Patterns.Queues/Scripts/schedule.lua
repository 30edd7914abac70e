-- Sends a recurring message if its next occurrence is due, once however many workers ask.
--
-- KEYS[1...]  the keys of the queue, in the order of open_queue
-- KEYS[13]    the schedules
-- ARGV[1]     the name of the schedule, with its expression: a changed schedule begins anew
-- ARGV[2]     the occurrence that the caller computed, in milliseconds since 1970
-- ARGV[3]     the occurrence after that
-- ARGV[4]     the lane
-- ARGV[5...]  the fields of the message
-- Returns     the time in milliseconds since 1970, the next occurrence as Redis knows it, 1 if the message was sent
local queue = open_queue(KEYS)
local schedules, name, occurrence = KEYS[13], ARGV[1], tonumber(ARGV[2])
local known = tonumber(redis.call('HGET', schedules, name) or '')
local sent = 0
if not known then
  redis.call('HSET', schedules, name, ARGV[2])
elseif known == occurrence and known <= queue.now then
  local id = string.format('%.0f-s%d', occurrence, redis.call('HINCRBY', queue.state, 'sequence', 1))
  add(queue, tonumber(ARGV[4]), 'i', id, 'e', ARGV[2], unpack(ARGV, 5))
  redis.call('HSET', schedules, name, ARGV[3])
  sent = 1
end
return { queue.now, tonumber(redis.call('HGET', schedules, name)), sent }
