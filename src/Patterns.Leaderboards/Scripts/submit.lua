-- Submits one score to the period that the server's clock is in, of every window of a board. All of them change, or
-- none.
--
-- KEYS[1...]    the data of the members; the stream of events; then for each period its scores, and its levels if there
--               are dense ranks
-- ARGV[1]       the rules
-- ARGV[2]       the periods
-- ARGV[3]       best, set or increment
-- ARGV[4]       the member
-- ARGV[5]       the score
-- ARGV[6]       the member's data; empty to remove it, absent to keep it
-- Returns       the time in microseconds since 1970; 1 if it was done, 0 if it is beyond the periods, -1 if a score
--               would be out of bounds; then that score, or for each period: previous rank from 0 or nil, rank or nil
--               if the time is not in it, previous number or nil, number or nil if it is the previous one
local data, events = unpack(KEYS)
local periods, mode, member, amount = ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5])
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local first, last, data_expires = period_row(periods, 0)
if now < first or now >= last then
  return { now, 0 }
end

local highest_first, lowest, ticks, epoch, resolution, minimum, maximum, width, told, told_rank, told_count =
  read_rules(ARGV[1])
local highest = highest_first == 1
local rank = highest and 'ZREVRANK' or 'ZRANK'

local tick = 0
if ticks > 0 then
  tick = math.max(0, math.min(ticks - 1, math.floor((now - epoch) / resolution)))
  tick = highest and ticks - 1 - tick or tick
end

-- When each period expires that the time is in, what it had, and what it gets, if that is another number.
local count = count_periods(periods)
local expires, held, results = {}, {}, {}
for i = 1, count do
  local from, over, expiry = period_row(periods, i)
  if now >= from and now < over then
    local number = redis.call('ZSCORE', KEYS[3 + (i - 1) * width], member)
    local score = number and tonumber(number)
    if score and ticks > 0 then
      score = (score - score % ticks) / ticks + lowest
    end
    local result = amount
    if mode == 'increment' then
      result = (score or 0) + amount
      if result < minimum or result > maximum then
        return { now, -1, exactly(result) }
      end
    elseif mode == 'best' and score and ((highest and amount <= score) or (not highest and amount >= score)) then
      result = score
    end
    expires[i], held[i] = expiry, number
    if result ~= score then
      results[i] = ticks > 0 and exactly((result - lowest) * ticks + tick)
        or result == amount and ARGV[5] or exactly(result)
    end
  end
end

-- The name of a period is what its key ends with.
local function tell(key, now_at, was_at, number)
  local place, before = now_at + 1, was_at and was_at + 1 or 0
  if place == before or (place > told_rank and (before == 0 or before > told_rank)) then
    return
  end
  local name = string.match(key, '.*:scores:(.*)')
  if told == 2 then
    redis.call('XADD', events, 'MAXLEN', '~', told_count, '*',
      'period', name, 'rank', place, 'before', before, 'number', number, 'member', member)
  else
    redis.call('PUBLISH', events, table.concat({ name, place, before, number, member }, ' '))
  end
end

local scale = width == 2 and open_scale(ARGV[1])
local reply = { now, 1 }
for i = 1, count do
  local before, result = held[i], results[i]
  local key = KEYS[3 + (i - 1) * width]
  local was_at = before and redis.call(rank, key, member)
  local now_at = was_at
  if result then
    local added = redis.call('ZADD', key, result, member)
    local levels = scale and KEYS[4 + (i - 1) * width]
    if levels then
      add_level(levels, scale, tonumber(result))
      if before then
        drop_level(key, levels, scale, tonumber(before))
      end
    end
    if added == 1 and redis.call('ZCARD', key) == 1 then
      expire_new(expires[i], key, levels)
    end
    now_at = redis.call(rank, key, member)
    if told > 0 then
      tell(key, now_at, was_at, result)
    end
  end
  local at = 4 * i - 2
  reply[at + 1], reply[at + 2] = was_at or false, now_at or false
  reply[at + 3], reply[at + 4] = before or false, result or false
end

if ARGV[6] == '' then
  redis.call('HDEL', data, member)
elseif ARGV[6] then
  redis.call('HSET', data, member, ARGV[6])
  if data_expires > 0 then
    redis.call('PEXPIREAT', data, data_expires)
  end
end
return reply
