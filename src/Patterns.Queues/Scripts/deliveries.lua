-- What a consumer holds of a stream, and how a message ends.
--
-- Defines holds(queue, group, consumer, lane, id, count)    whether the entry is pending for this consumer, delivered
--                                                           as often as it says: nobody else has taken it over
-- Defines forget(queue, group, lane, id, shared)            acknowledges an entry, and deletes it unless its stream
--                                                           is shared with other groups (lane 1 of a subscription)
-- Defines finish(queue, limits, fields, id)                 gives free what a message held: its de-duplication id and
--                                                           its place in its group
-- Defines bury(queue, lane, fields, id, attempts, cause, limit)  adds a message to the dead letters, with the cause
--                                                           (reason and error)
local function holds(queue, group, consumer, lane, id, count)
  local pending = redis.call('XPENDING', queue.lanes[lane], group, id, id, 1)[1]
  return pending and pending[2] == consumer and pending[4] == tonumber(count)
end

local function forget(queue, group, lane, id, shared)
  redis.call('XACK', queue.lanes[lane], group, id)
  if lane ~= 1 or not shared then
    redis.call('XDEL', queue.lanes[lane], id)
  end
end

local function finish(queue, limits, fields, id)
  local unique = get_field(fields, 'u')
  if unique and redis.call('HGET', queue.unique, unique) == id then
    redis.call('HDEL', queue.unique, unique)
  end
  local group = get_field(fields, 'g')
  if group then
    release(queue, limits, group)
  end
end

local function bury(queue, lane, fields, id, attempts, cause, limit)
  set_field(fields, 'i', id)
  set_field(fields, 'a', attempts)
  set_field(fields, 'l', lane)
  set_field(fields, 'r', cause.reason)
  set_field(fields, 'x', cause.error)
  redis.call('XADD', queue.dead, 'MAXLEN', '~', limit, '*', unpack(fields))
end
