-- Whose position still holds.
--
-- Defines sweep(positions, ends)    removes up to a thousand members whose position no longer holds; returns the time
--                     in milliseconds since 1970
local function sweep(positions, ends)
  local clock = redis.call('TIME')
  local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
  local over = redis.call('ZRANGEBYSCORE', ends, '-inf', string.format('%.0f', now), 'LIMIT', 0, 1000)
  if over[1] then
    redis.call('ZREM', positions, unpack(over))
    redis.call('ZREM', ends, unpack(over))
  end
  return now
end
