-- Adds a message with a delay, a group, a de-duplication id or under a limit of length, or refuses it.
--
-- KEYS[1...]  the keys of the queue, in the order of open_queue
-- KEYS[13]    the key that throttles; any key of the queue in other modes
-- ARGV[1]     limits of groups
-- ARGV[2]     the most messages that the queue may hold, dead letters not counted; 0 without a limit
-- ARGV[3]     the lane
-- ARGV[4]     milliseconds until the message is due
-- ARGV[5]     de-duplication: empty, `id`, `throttle` or `debounce`
-- ARGV[6]     the de-duplication id
-- ARGV[7]     milliseconds of the throttle
-- ARGV[8]     an id that no other message has
-- ARGV[9...]  the fields of the message
-- Returns     outcome (1 added, 2 delayed, 3 waits for its group, 4 replaced the message before it, 0 duplicate,
--             -1 full), id of the message that counts
local queue, limits = open_queue(KEYS), open_limits(ARGV[1])
local capacity, lane, wait = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local mode, unique, id = ARGV[5], ARGV[6], ARGV[8]
local fields = { unpack(ARGV, 9) }
-- No id begins like the name of a debounced message.
local debounced = '~' .. unique

if mode == 'id' then
  if redis.call('HSETNX', queue.unique, unique, id) == 0 then
    return { 0, redis.call('HGET', queue.unique, unique) }
  end
  set_field(fields, 'i', id)
  set_field(fields, 'u', unique)
elseif mode == 'throttle' then
  local known = redis.call('GET', KEYS[13])
  if known then
    return { 0, known }
  end
elseif mode == 'debounce' then
  local member = 'm' .. debounced
  if redis.call('ZSCORE', queue.delayed, member) then
    local packed = cmsgpack.unpack(redis.call('HGET', queue.held, member))
    local first = get_field(packed[3], 'i')
    set_field(fields, 'i', first)
    set_field(fields, 'e', get_field(packed[3], 'e'))
    delay(queue, lane, 0, debounced, fields, queue.now + wait)
    return { 4, first }
  end
end

if capacity > 0 then
  local length = redis.call('ZCARD', queue.delayed) + redis.call('ZCARD', queue.waiting)
  for i = 1, 3 do
    length = length + redis.call('XLEN', queue.lanes[i])
  end
  if length >= capacity then
    if mode == 'id' then
      redis.call('HDEL', queue.unique, unique)
    end
    return { -1, '' }
  end
end

local outcome
if wait > 0 then
  outcome = 2
  set_field(fields, 'i', id)
  set_field(fields, 'e', string.format('%.0f', queue.now))
  delay(queue, lane, 0, mode == 'debounce' and debounced or id, fields, queue.now + wait)
else
  local held
  id, held = admit(queue, limits, lane, fields, id)
  outcome = held and 3 or 1
end
if mode == 'throttle' then
  redis.call('SET', KEYS[13], id, 'PX', ARGV[7])
end
return { outcome, id }
