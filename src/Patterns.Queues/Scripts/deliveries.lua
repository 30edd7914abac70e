-- How a message ends.
--
-- Defines finish(queue, limits, id, unique, group)  gives free what a message held: its de-duplication id and its place
--                                                   in its group; nil or empty if it had none
-- Defines bury(queue, lane, fields, id, attempts, cause, limit)  adds a message to the dead letters, with the cause
--                                                   (reason and error)
local function finish(queue, limits, id, unique, group)
  if unique and unique ~= '' and redis.call('HGET', queue.unique, unique) == id then
    redis.call('HDEL', queue.unique, unique)
  end
  if group and group ~= '' then
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
