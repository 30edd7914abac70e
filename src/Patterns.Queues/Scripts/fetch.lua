-- Moves on what is due, takes over what dead workers held, and reads new messages for a worker.
--
-- An entry has been delivered to nobody, or is pending for the worker that it was delivered to last. Living workers
-- renew what they hold, so an entry that has been idle for a whole lease belongs to nobody.
--
-- KEYS[1...]  the keys of the queue, in the order of open_queue
-- ARGV[1]     limits of groups
-- ARGV[2]     the consumer group
-- ARGV[3]     the consumer
-- ARGV[4]     how many messages, at most
-- ARGV[5]     the lease in milliseconds
-- ARGV[6]     how many attempts a message has that does not say so itself
-- ARGV[7]     how many dead letters are kept
-- ARGV[8]     1 if lane 1 is shared with other groups
-- ARGV[9]     when the worker believes that it is, in milliseconds since 1970; 'back' to take over only what somebody
--             handed back; empty for nothing at all. If the time is wrong by more than a quarter of the lease, the
--             clock has jumped, and idle times mean nothing
-- ARGV[10]    1 to read the lanes from the lowest to the highest
-- ARGV[11]    permits of the queue's rate; 0 without one
-- ARGV[12]    period of the queue's rate, in milliseconds
-- ARGV[13]    where the search for idle entries goes on in lane 1
-- ARGV[14]    the same in lane 2
-- ARGV[15]    the same in lane 3
-- Returns     the time in milliseconds since 1970; milliseconds until something is due, or -1, if nothing was found;
--             milliseconds until the rate allows a message; how many entries are pending for anybody (-1 if not looked
--             at); where the search goes on in each lane (list); new entries of each lane (three lists of id and
--             fields); what was taken over (list of lane, id, delivery count, fields); dead letters (list of id,
--             attempts)
local queue, limits = open_queue(KEYS), open_limits(ARGV[1])
local group, consumer, wanted, lease = ARGV[2], ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5])
local shared = ARGV[8] == '1'
local cursors, new, taken, buried = { ARGV[13], ARGV[14], ARGV[15] }, { {}, {}, {} }, {}, {}
local count, pending, rate_wait = 0, -1, 0

-- A queue begins with the first call; and somebody may have deleted a stream or a group.
local function in_group(...)
  local reply = redis.pcall(...)
  if type(reply) == 'table' and reply.err and string.find(reply.err, 'NOGROUP') then
    for lane = 1, 4 do
      local created = redis.pcall('XGROUP', 'CREATE', queue.lanes[lane], group, '0', 'MKSTREAM')
      if type(created) == 'table' and created.err and not string.find(created.err, 'BUSYGROUP') then
        return redis.call('XGROUP', 'CREATE', queue.lanes[lane], group, '0', 'MKSTREAM')
      end
    end
  elseif type(reply) ~= 'table' or not reply.err then
    return reply
  end
  -- Once more; or the failure itself, as Redis words it.
  return redis.call(...)
end

-- An entry that dead workers had as often as its message has attempts is poison.
local function deliver(lane, entry, delivered)
  local fields = entry[2]
  -- What is no number was written by something else: the worker that reads it says so.
  local attempt = (tonumber(get_field(fields, 'a') or '') or 0) + delivered
  if attempt <= (tonumber(get_field(fields, 'm') or '') or tonumber(ARGV[6])) then
    taken[#taken + 1] = { lane, entry[1], delivered, fields }
    count = count + 1
    return
  end
  local id = get_field(fields, 'i') or entry[1]
  forget(queue.lanes, group, lane, { entry[1] }, shared)
  bury(queue, lane, fields, id, attempt - 1, { reason = 'worker_lost', error = '' }, ARGV[7])
  finish(queue, limits, id, get_field(fields, 'u'), get_field(fields, 'g'))
  buried[#buried + 1] = id
  buried[#buried + 1] = attempt - 1
end

local function take_over(lane)
  local key = queue.lanes[lane]
  local reply = in_group('XAUTOCLAIM', key, group, consumer, lease, cursors[lane], 'COUNT', wanted - count)
  cursors[lane] = reply[1]
  for i = 1, #reply[2] do
    local entry = reply[2][i]
    deliver(lane, entry, redis.call('XPENDING', key, group, entry[1], entry[1], 1)[1][4])
  end
end

-- What was handed back belongs to nobody, whatever the clock says.
local function take_back(lane)
  local key = queue.lanes[lane]
  local given = in_group('XPENDING', key, group, '-', '+', wanted - count, 'nobody')
  for i = 1, #given do
    local entry = redis.call('XCLAIM', key, group, consumer, 0, given[i][1])[1]
    if entry then
      deliver(lane, entry, given[i][4] + 1)
    end
  end
end

-- How many of the wanted messages the queue's rate (GCRA) allows now.
local function permitted()
  local permits, period = tonumber(ARGV[11]), tonumber(ARGV[12])
  if permits == 0 then
    return wanted
  end
  local interval = period / permits
  local arrival = math.max(tonumber(redis.call('HGET', queue.state, 'rate') or 0), queue.now)
  local room = math.floor((queue.now + period - arrival) / interval + 0.000001)
  if room < 1 then
    rate_wait = math.ceil(arrival + interval - period - queue.now)
  end
  return math.min(wanted, room), arrival, interval
end

local function read(lane)
  local reply = in_group('XREADGROUP', 'GROUP', group, consumer, 'COUNT', wanted - count,
    'STREAMS', queue.lanes[lane], '>')
  if reply then
    new[lane] = reply[1][2]
    count = count + #new[lane]
  end
end

-- Names of workers that were killed: nothing is pending for them any more, and they have not looked for long. A living
-- one that looked away for so long is known again with its next look.
local function sweep(lane)
  local consumers = redis.call('XINFO', 'CONSUMERS', queue.lanes[lane], group)
  for i = 1, #consumers do
    local info = {}
    for j = 1, #consumers[i], 2 do
      info[consumers[i][j]] = consumers[i][j + 1]
    end
    if (info.pending == 0 or lane == 4) and info.idle > 10 * lease and info.name ~= consumer then
      redis.call('XGROUP', 'DELCONSUMER', queue.lanes[lane], group, info.name)
    end
  end
end

promote(queue, limits, 1000)
local arrival, interval
wanted, arrival, interval = permitted()
local known = tonumber(ARGV[9])
if known or ARGV[9] == 'back' then
  pending = 0
  local clock_is_steady = known and math.abs(queue.now - known) <= lease / 4
  for lane = 1, 3 do
    if count < wanted then
      (clock_is_steady and take_over or take_back)(lane)
    end
    pending = pending + in_group('XPENDING', queue.lanes[lane], group)[1]
  end
  redis.call('ZREMRANGEBYSCORE', queue.rates, '-inf', queue.now)
  if clock_is_steady and queue.now > tonumber(redis.call('HGET', queue.state, 'swept') or 0) + lease then
    redis.call('HSET', queue.state, 'swept', string.format('%.0f', queue.now))
    for lane = 1, 4 do
      sweep(lane)
    end
  end
end
for i = 1, 3 do
  if count < wanted then
    read(ARGV[10] == '1' and 4 - i or i)
  end
end
if arrival and count > 0 then
  redis.call('HSET', queue.state, 'rate', string.format('%.3f', arrival + interval * count))
end
local due = count == 0 and next_due(queue) or -1
return { queue.now, due, rate_wait, pending, cursors, new, taken, buried }
