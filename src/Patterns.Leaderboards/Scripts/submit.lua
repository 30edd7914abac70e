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

local highest, lowest, ticks = ARGV[3] == '1', tonumber(ARGV[4]), tonumber(ARGV[5])
local mode, member, amount = ARGV[11], ARGV[12], tonumber(ARGV[13])
local width = tonumber(ARGV[10])
local rank = highest and 'ZREVRANK' or 'ZRANK'

local tick = 0
if ticks > 0 then
  tick = math.max(0, math.min(ticks - 1, math.floor((now - ARGV[6]) / ARGV[7])))
  tick = highest and ticks - 1 - tick or tick
end

-- What each period that the time is in had, and what it gets, if that is another number.
local places, held, results = {}, {}, {}
for at = 20, #ARGV, 4 do
  if now >= tonumber(ARGV[at]) and now < tonumber(ARGV[at + 1]) then
    local place = (at - 20) / 4
    local number = redis.call('ZSCORE', KEYS[3 + place * width], member)
    local score = number and tonumber(number)
    if score and ticks > 0 then
      score = (score - score % ticks) / ticks + lowest
    end
    local result = amount
    if mode == 'increment' then
      result = (score or 0) + amount
      if result < tonumber(ARGV[8]) or result > tonumber(ARGV[9]) then
        return { now, -1, exactly(result) }
      end
    elseif mode == 'best' and score and ((highest and amount <= score) or (not highest and amount >= score)) then
      result = score
    end
    local index = #places + 1
    places[index], held[index], results[index] = place, number, false
    if result ~= score then
      results[index] = exactly(ticks > 0 and (result - lowest) * ticks + tick or result)
    end
  end
end

local function tell(name, now_at, was_at, number)
  local place, before = now_at + 1, was_at and was_at + 1 or 0
  local limit = tonumber(ARGV[18])
  if place == before or (place > limit and (before == 0 or before > limit)) then
    return
  end
  if ARGV[17] == 'stream' then
    redis.call('XADD', events, 'MAXLEN', '~', ARGV[19], '*',
      'period', name, 'rank', place, 'before', before, 'number', number, 'member', member)
  else
    redis.call('PUBLISH', events, table.concat({ name, place, before, number, member }, ' '))
  end
end

local scale = width == 2 and open_scale(highest, lowest, ticks)
local reply = { now, 1 }
for index = 1, #places do
  local place, before, result = places[index], held[index], results[index]
  local key = KEYS[3 + place * width]
  local was_at = before and redis.call(rank, key, member)
  local now_at = was_at
  if result then
    local added = redis.call('ZADD', key, result, member)
    local levels = scale and KEYS[4 + place * width]
    if levels then
      add_level(levels, scale, tonumber(result))
      if before then
        drop_level(key, levels, scale, tonumber(before))
      end
    end
    if added == 1 and redis.call('ZCARD', key) == 1 then
      expire_new({ scores = key, levels = levels, expires = ARGV[22 + place * 4] })
    end
    now_at = redis.call(rank, key, member)
    if ARGV[17] ~= 'none' then
      tell(ARGV[23 + place * 4], now_at, was_at, result)
    end
  end
  local at = #reply
  reply[at + 1], reply[at + 2], reply[at + 3] = place, was_at, now_at
  reply[at + 4], reply[at + 5] = before, result or before
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
