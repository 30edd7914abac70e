-- Where a message goes: to a lane, where workers see it, or to a hold until it is due or its group has room.
--
-- What is held is a member of the sorted set of delayed messages (`m` and the id; `g` and a group that waits for its
-- rate) or of the sorted set of waiting ones (group, zero byte, number), and its content in the hash of held messages.
--
-- Defines open_limits(text)                              reads "concurrency permits period" of groups
-- Defines add(queue, lane, fields)                       puts a message where workers see it
-- Defines delay(queue, lane, holds_slot, id, fields, due)  holds a message until it is due
-- Defines admit(queue, limits, lane, fields, new_id)     adds a message that is due, or lets it wait for its group; one
--                                                        that waits and has no id yet gets the new one
-- Defines release(queue, limits, group)                  gives up a place of a group, and lets the next message take it
-- Defines promote(queue, limits, count)                  moves on what is due; tells when the next is
local function open_limits(text)
  local concurrency, permits, period = string.match(text, '(%d+) (%d+) (%d+)')
  return { concurrency = tonumber(concurrency), permits = tonumber(permits), period = tonumber(period) }
end

local function add(queue, lane, fields)
  return redis.call('XADD', queue.lanes[lane], '*', unpack(fields))
end

local function hold(queue, lane, holds_slot, member, fields)
  redis.call('HSET', queue.held, member, cmsgpack.pack({ lane, holds_slot, fields }))
end

local function take(queue, member)
  local packed = redis.call('HGET', queue.held, member)
  redis.call('HDEL', queue.held, member)
  return unpack(cmsgpack.unpack(packed))
end

local function delay(queue, lane, holds_slot, id, fields, due)
  local member = 'm' .. id
  hold(queue, lane, holds_slot, member, fields)
  redis.call('ZADD', queue.delayed, due, member)
  -- Sleeping workers know when the first message is due; they have to hear of an earlier one.
  if redis.call('ZRANK', queue.delayed, member) == 0 then
    redis.call('XADD', queue.wake, 'MAXLEN', 1, '*', 'w', '')
  end
end

local function first_waiting(queue, group)
  return redis.call('ZRANGEBYLEX', queue.waiting, '[' .. group .. '\0', '(' .. group .. '\1', 'LIMIT', 0, 1)[1]
end

-- How many milliseconds the group has to wait; none if a permit of its rate (GCRA) was there and is now taken.
local function charge(queue, limits, group)
  if limits.permits == 0 then
    return 0
  end
  local interval = limits.period / limits.permits
  local arrival = math.max(tonumber(redis.call('ZSCORE', queue.rates, group) or 0), queue.now)
  local wait = arrival - (limits.period - interval) - queue.now
  if wait > 0 then
    return math.ceil(wait)
  end
  redis.call('ZADD', queue.rates, arrival + interval, group)
  return 0
end

local function advance(queue, limits, group)
  local active = tonumber(redis.call('HGET', queue.groups, group) or 0)
  while active < limits.concurrency do
    local first = first_waiting(queue, group)
    local wait = first and charge(queue, limits, group)
    if not first then
      break
    elseif wait > 0 then
      redis.call('ZADD', queue.delayed, queue.now + wait, 'g' .. group)
      break
    end
    redis.call('ZREM', queue.waiting, first)
    local lane, _, fields = take(queue, first)
    add(queue, lane, fields)
    active = active + 1
  end
  if active == 0 then
    redis.call('HDEL', queue.groups, group)
  else
    redis.call('HSET', queue.groups, group, active)
  end
end

local function admit(queue, limits, lane, fields, new_id)
  local group = get_field(fields, 'g')
  local own_id = get_field(fields, 'i')
  if not group then
    local entry = add(queue, lane, fields)
    return own_id or entry
  end
  local active = tonumber(redis.call('HGET', queue.groups, group) or 0)
  local has_place = active < limits.concurrency
  if has_place and not first_waiting(queue, group) and charge(queue, limits, group) == 0 then
    redis.call('HINCRBY', queue.groups, group, 1)
    local entry = add(queue, lane, fields)
    return own_id or entry
  end
  local id = own_id or new_id
  set_field(fields, 'i', id)
  set_field(fields, 'e', get_field(fields, 'e') or string.format('%.0f', queue.now))
  local number = redis.call('HINCRBY', queue.state, 'sequence', 1)
  local member = string.format('%s\0%016.0f', group, number)
  hold(queue, lane, 0, member, fields)
  redis.call('ZADD', queue.waiting, 0, member)
  if has_place then
    advance(queue, limits, group)
  end
  return id, true
end

local function release(queue, limits, group)
  redis.call('HINCRBY', queue.groups, group, -1)
  advance(queue, limits, group)
end

local function promote(queue, limits, count)
  local first = redis.call('ZRANGE', queue.delayed, 0, 0, 'WITHSCORES')
  if not first[2] or tonumber(first[2]) > queue.now then
    return first[2] and tonumber(first[2]) - queue.now or -1
  end
  local due = redis.call('ZRANGEBYSCORE', queue.delayed, '-inf', queue.now, 'LIMIT', 0, count)
  for i = 1, #due do
    redis.call('ZREM', queue.delayed, due[i])
    if string.sub(due[i], 1, 1) == 'g' then
      advance(queue, limits, string.sub(due[i], 2))
    else
      local lane, holds_slot, fields = take(queue, due[i])
      if holds_slot == 1 then
        add(queue, lane, fields)
      else
        admit(queue, limits, lane, fields)
      end
    end
  end
  local next = redis.call('ZRANGE', queue.delayed, 0, 0, 'WITHSCORES')
  return next[2] and math.max(0, tonumber(next[2]) - queue.now) or -1
end
