-- Sends messages with a delay, a group, a de-duplication id or under a limit of length, each by itself.
--
-- KEYS[1...]  the keys of the queue, in the order of open_queue; behind them, for each message that is throttled, the
--             key that throttles
-- ARGV[1]     limits of groups
-- ARGV[2]     the most messages that the queue may hold, dead letters not counted; 0 without a limit
-- ARGV[3...]  for each message: how many arguments its fields are; the lane; milliseconds until it is due; its group,
--             or empty; empty, `id`, `throttle` or `debounce`; the de-duplication id, or the milliseconds of the
--             throttle; the fields, the first of which is the id
-- Returns     for each message: 1 added, 2 delayed, 3 waits for its group, -1 the queue is full, or with the id of the
--             message that counts: 0 duplicate, 4 took the place of the message before it
local queue, limits, capacity = open_queue(KEYS), open_limits(ARGV[1]), tonumber(ARGV[2])
local throttles, soonest, wait_of_soonest = 12, nil, nil

local function is_full()
  local length = redis.call('ZCARD', queue.delayed) + redis.call('ZCARD', queue.waiting)
  for lane = 1, 3 do
    length = length + redis.call('XLEN', queue.lanes[lane])
  end
  return length >= capacity
end

local function delay(wait, member)
  hold(queue, queue.now + wait, member)
  if not soonest or wait < wait_of_soonest then
    soonest, wait_of_soonest = member, wait
  end
end

-- A debounced message takes the id and the time of the one before it, which has not been due.
local function debounce(unique, wait, lane, name, id, ...)
  local packed, first, sent = redis.call('HGET', queue.debounced, unique), id, queue.now
  if packed then
    local _, _, known_since, _, known_id = cmsgpack.unpack(packed)
    first, sent = known_id, known_since
  end
  redis.call('HSET', queue.debounced, unique, cmsgpack.pack(lane, 'e', sent, name, first, ...))
  delay(wait, '~' .. unique)
  return packed and { 4, first } or 2
end

local function send(lane, wait, group, mode, unique, first, last)
  local id, throttle = ARGV[first + 1], nil
  if mode == 'id' then
    if redis.call('HSETNX', queue.unique, unique, id) == 0 then
      return { 0, redis.call('HGET', queue.unique, unique) }
    end
  elseif mode == 'throttle' then
    throttles = throttles + 1
    throttle = KEYS[throttles]
    local known = redis.call('GET', throttle)
    if known then
      return { 0, known }
    end
  end
  local replaces = mode == 'debounce' and redis.call('HEXISTS', queue.debounced, unique) == 1
  if capacity > 0 and not replaces and is_full() then
    if mode == 'id' then
      redis.call('HDEL', queue.unique, unique)
    end
    return -1
  end
  if throttle then
    redis.call('SET', throttle, id, 'PX', unique)
  end
  if mode == 'debounce' then
    return debounce(unique, wait, lane, unpack(ARGV, first, last))
  elseif wait > 0 then
    delay(wait, 'm' .. cmsgpack.pack(lane, 'e', queue.now, unpack(ARGV, first, last)))
    return 2
  end
  return admit(queue, limits, group ~= '' and group, lane, unpack(ARGV, first, last)) and 1 or 3
end

local outcomes, at = {}, 3
while at <= #ARGV do
  local first, last = at + 6, at + 5 + ARGV[at]
  outcomes[#outcomes + 1] = send(
    tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2]), ARGV[at + 3], ARGV[at + 4], ARGV[at + 5], first, last)
  at = last + 1
end
if soonest then
  wake_for(queue, soonest)
end
return outcomes
