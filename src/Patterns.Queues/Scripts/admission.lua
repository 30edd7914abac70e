-- Where a message goes: to a lane, where workers see it, or to a hold until it is due or its group has a place for it.
--
-- What is held is a member of a sorted set that carries the message itself, packed: lane and fields. The set of delayed
-- messages has members of four kinds: `m` and a message; `p` and a message whose group keeps a place for it; `~` and a
-- de-duplication id, whose message stands in a hash, because the next one takes its place; `g` and a group that waits
-- for its rate. A member of the set of waiting messages is its group, a zero byte, 16 digits that count arrivals, and
-- the message.
--
-- The count of a group is how many of its messages have a place (ready, pending, or to be tried again), and 2^20 for
-- each that waits: one command counts a message and tells whether it may go on.
--
-- Defines open_limits(text)                     reads "concurrency permits period" of groups
-- Defines add(queue, lane, ...)                 puts a message with these fields where workers see it
-- Defines hold(queue, due, member)              keeps a member of the set of delayed messages until it is due
-- Defines wake_for(queue, member)               wakes a worker if the member is due before all others
-- Defines admit(queue, limits, group, lane, ...)  adds a message with these fields, or lets it wait for its group, nil
--                                               if it has none; returns whether it was added. The time of sending, if
--                                               it is among the fields, is the first
-- Defines release(queue, limits, group)         gives up a place of a group, and lets the next message take it
-- Defines promote(queue, limits, count)         moves on what is due, about so many at most
-- Defines next_due(queue)                       milliseconds until the next is due, or -1
local one_waits = 2 ^ 20

local function open_limits(text)
  local concurrency, permits, period = string.match(text, '(%d+) (%d+) (%d+)')
  return { concurrency = tonumber(concurrency), permits = tonumber(permits), period = tonumber(period) }
end

local function add(queue, lane, ...)
  redis.call('XADD', queue.lanes[lane], '*', ...)
end

local function hold(queue, due, member)
  redis.call('ZADD', queue.delayed, due, member)
end

local function wake_for(queue, member)
  -- Sleeping workers know when the first message is due; they have to hear of an earlier one.
  if redis.call('ZRANK', queue.delayed, member) == 0 then
    redis.call('XADD', queue.wake, 'MAXLEN', 1, '*', 'w', '')
  end
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

-- Gives the places that a group has left to those that wait for them, the oldest first.
local function advance(queue, limits, group, count)
  while count >= one_waits and count % one_waits < limits.concurrency do
    local first = redis.call(
      'ZRANGEBYLEX', queue.waiting, '[' .. group .. '\0', '(' .. group .. '\1', 'LIMIT', 0, 1)[1]
    if not first then
      -- Somebody has deleted what waited.
      redis.call('HSET', queue.groups, group, count % one_waits)
      return
    end
    local wait = charge(queue, limits, group)
    if wait > 0 then
      local waiting = 'g' .. group
      -- Each message that joins the group computes the same time again, of which a sleeping worker has heard.
      if redis.call('ZADD', queue.delayed, 'CH', queue.now + wait, waiting) == 1 then
        wake_for(queue, waiting)
      end
      return
    end
    redis.call('ZREM', queue.waiting, first)
    add(queue, cmsgpack.unpack(string.sub(first, #group + 18)))
    count = redis.call('HINCRBY', queue.groups, group, 1 - one_waits)
  end
end

-- A script takes a thousand numbers at once.
local function next_number(queue)
  if not queue.number or queue.number % 1000 == 999 then
    queue.number = redis.call('HINCRBY', queue.state, 'sequence', 1) * 1000
  else
    queue.number = queue.number + 1
  end
  return string.format('%016.0f', queue.number)
end

local function wait_for_place(queue, group, lane, first, ...)
  local message = first == 'e' and cmsgpack.pack(lane, first, ...) or cmsgpack.pack(lane, 'e', queue.now, first, ...)
  redis.call('ZADD', queue.waiting, 0, group .. '\0' .. next_number(queue) .. message)
  return redis.call('HINCRBY', queue.groups, group, one_waits - 1)
end

local function admit(queue, limits, group, lane, ...)
  if group then
    local count = redis.call('HINCRBY', queue.groups, group, 1)
    if count > limits.concurrency or charge(queue, limits, group) > 0 then
      -- There may be a place nevertheless: those before it wait for the rate, or the limit was raised.
      advance(queue, limits, group, wait_for_place(queue, group, lane, ...))
      return false
    end
  end
  add(queue, lane, ...)
  return true
end

local function release(queue, limits, group)
  local count = redis.call('HINCRBY', queue.groups, group, -1)
  if count <= 0 then
    redis.call('HDEL', queue.groups, group)
  else
    advance(queue, limits, group, count)
  end
end

local function admit_held(queue, limits, lane, ...)
  admit(queue, limits, get_field({ ... }, 'g'), lane, ...)
end

local function promote_one(queue, limits, member)
  local kind, content = string.sub(member, 1, 1), string.sub(member, 2)
  redis.call('ZREM', queue.delayed, member)
  if kind == 'm' then
    admit_held(queue, limits, cmsgpack.unpack(content))
  elseif kind == 'p' then
    add(queue, cmsgpack.unpack(content))
  elseif kind == '~' then
    local message = redis.call('HGET', queue.debounced, content)
    if message then
      redis.call('HDEL', queue.debounced, content)
      admit_held(queue, limits, cmsgpack.unpack(message))
    end
  else
    advance(queue, limits, content, tonumber(redis.call('HGET', queue.groups, content) or 0))
  end
end

local function promote(queue, limits, count)
  -- A few at a time, because each brings its message along.
  local at_once = 20
  repeat
    local due = redis.call('ZRANGEBYSCORE', queue.delayed, '-inf', queue.now, 'LIMIT', 0, at_once)
    for i = 1, #due do
      promote_one(queue, limits, due[i])
    end
    count = count - #due
  until #due < at_once or count <= 0
end

local function next_due(queue)
  local first = redis.call('ZRANGE', queue.delayed, 0, 0, 'WITHSCORES')
  return first[2] and math.max(0, tonumber(first[2]) - queue.now) or -1
end
