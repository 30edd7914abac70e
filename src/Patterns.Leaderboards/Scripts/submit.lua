-- Submits one score to the period that the server's clock is in, of every window of a board. All of them change, or
-- none.
--
-- KEYS[1...]    the data of the members; the stream of events; then for each period its scores, and its levels if there
--               are dense ranks
-- ARGV[1]       what the caller takes for the time, in microseconds since 1970
-- ARGV[2]       by how many microseconds that may be off
-- ARGV[3]       1 if the highest score is best
-- ARGV[4]       the score that numbers begin with
-- ARGV[5]       how many ticks a score has; 0 when names decide over ties
-- ARGV[6]       when the first tick begins, in microseconds since 1970
-- ARGV[7]       how long a tick is, in microseconds
-- ARGV[8]       the lowest score that is accepted
-- ARGV[9]       the highest score that is accepted
-- ARGV[10]      how many keys a period has
-- ARGV[11]      best, set or increment
-- ARGV[12]      the member
-- ARGV[13]      the score
-- ARGV[14]      what to do with the member's data: keep, set or remove
-- ARGV[15]      the data
-- ARGV[16]      when the data expires, in milliseconds since 1970, or 0
-- ARGV[17]      where to tell changes of rank: none, channel or stream
-- ARGV[18]      down to which rank
-- ARGV[19]      about how many events the stream keeps
-- ARGV[20...]    for each period: from and until, when it expires, name
-- Returns       the time in microseconds since 1970; 1 if it was done, 0 if the time is farther off than it may be, -1
--               if a score would be out of bounds; then that score, or for each period: which of them, previous rank
--               from 0 or nil, rank, previous number or nil, number
local data, events = unpack(KEYS)
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
if math.abs(now - ARGV[1]) > tonumber(ARGV[2]) then
  return { now, 0 }
end

local scale = open_scale(ARGV[3] == '1', tonumber(ARGV[4]), tonumber(ARGV[5]))
local rank = scale.highest and 'ZREVRANK' or 'ZRANK'
local tick = math.max(0, math.min(scale.ticks - 1, math.floor((now - ARGV[6]) / ARGV[7])))
local mode, member, amount = ARGV[11], ARGV[12], tonumber(ARGV[13])

local periods = current_periods(now, KEYS, 3, tonumber(ARGV[10]), ARGV, 20)
for _, period in ipairs(periods) do
  local held = redis.call('ZSCORE', period.scores, member)
  period.held = held
  local score = held and scale.decode(tonumber(held))
  local result = amount
  if mode == 'increment' then
    result = (score or 0) + amount
    if result < tonumber(ARGV[8]) or result > tonumber(ARGV[9]) then
      return { now, -1, exactly(result) }
    end
  elseif mode == 'best' and score and not scale.is_better(amount, score) then
    result = score
  end
  period.result = result ~= score and exactly(scale.encode(result, tick))
end

local function tell(period)
  local place, before = period.rank + 1, period.before and period.before + 1 or 0
  local limit = tonumber(ARGV[18])
  if place == before or (place > limit and (before == 0 or before > limit)) then
    return
  end
  if ARGV[17] == 'stream' then
    redis.call('XADD', events, 'MAXLEN', '~', ARGV[19], '*',
      'period', period.name, 'rank', place, 'before', before, 'number', period.result, 'member', member)
  else
    redis.call('PUBLISH', events, table.concat({ period.name, place, before, period.result, member }, ' '))
  end
end

local reply = { now, 1 }
for _, period in ipairs(periods) do
  local before = period.held and redis.call(rank, period.scores, member)
  period.before, period.rank = before, before
  if period.result then
    local added = redis.call('ZADD', period.scores, period.result, member)
    if period.levels then
      add_level(period.levels, scale, tonumber(period.result))
      if period.held then
        drop_level(period.scores, period.levels, scale, tonumber(period.held))
      end
    end
    if added == 1 and redis.call('ZCARD', period.scores) == 1 then
      expire_new(period)
    end
    period.rank = redis.call(rank, period.scores, member)
    if ARGV[17] ~= 'none' then
      tell(period)
    end
  end
  local at = #reply
  reply[at + 1] = period.index
  reply[at + 2] = before
  reply[at + 3] = period.rank
  reply[at + 4] = period.held
  reply[at + 5] = period.result or period.held
end

if ARGV[14] == 'set' then
  redis.call('HSET', data, member, ARGV[15])
  if ARGV[16] ~= '0' then
    redis.call('PEXPIREAT', data, ARGV[16])
  end
elseif ARGV[14] == 'remove' then
  redis.call('HDEL', data, member)
end
return reply
