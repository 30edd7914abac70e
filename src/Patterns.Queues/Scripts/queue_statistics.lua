-- Counts what is in a queue.
--
-- KEYS[1...]  the keys of the queue, in the order of open_queue
-- ARGV[1]     the consumer group
-- ARGV[2]     1 if lane 1 is shared with other groups
-- Returns     ready, pending, delayed, waiting for their groups, dead letters, milliseconds that the oldest ready or
--             pending message has been in its lane
local queue, group = open_queue(KEYS), ARGV[1]

-- The first entry after the last that was delivered.
local function undelivered(key, from)
  local first = redis.call('XRANGE', key, '(' .. from, '+', 'COUNT', 1)[1]
  return first and first[1]
end

local ready, pending, oldest = 0, 0, nil
local function consider(id)
  local time = id and tonumber(string.match(id, '%d+'))
  if time and (not oldest or time < oldest) then
    oldest = time
  end
end

for lane = 1, 3 do
  local key = queue.lanes[lane]
  local groups = redis.call('EXISTS', key) == 1 and redis.call('XINFO', 'GROUPS', key) or {}
  local delivered, held, lag = '0-0', 0, nil
  for i = 1, #groups do
    local info = {}
    for j = 1, #groups[i], 2 do
      info[groups[i][j]] = groups[i][j + 1]
    end
    if info.name == group then
      delivered, held, lag = info['last-delivered-id'], info.pending, info.lag
    end
  end
  if lane > 1 or ARGV[2] ~= '1' then
    -- Entries of a lane of its own are deleted when they end, so those that are left are ready or pending.
    lag = redis.call('XLEN', key) - held
  elseif not lag then
    -- Redis does not know after some deletions; counted up to a bound.
    lag = #redis.call('XRANGE', key, '(' .. delivered, '+', 'COUNT', 1000)
  end
  ready, pending = ready + lag, pending + held
  consider(undelivered(key, delivered))
  if held > 0 then
    consider(redis.call('XPENDING', key, group)[2])
  end
end
return {
  ready, pending, redis.call('ZCARD', queue.delayed), redis.call('ZCARD', queue.waiting),
  redis.call('XLEN', queue.dead), oldest and math.max(0, queue.now - oldest) or 0,
}
