-- Sliding window log: remembers every grant for one window of time, so that no window ever holds more than `limit`
-- permits.
--
-- The state is a sorted set with a member `number:cost` for each grant, scored by its time, and two members for
-- bookkeeping whose scores are below zero: `#`, the permits of all grants, and `@`, the number of the latest grant.
-- Numbers begin at the time, so that they stay unique when the key has expired, and none is below the time of a grant.
--
-- Defines algorithms.sliding_window_log(key, now, cost, limit, window)    see algorithms.lua; grant is its number
function algorithms.sliding_window_log(key, now, cost, limit, window)
  local kept = redis.call('ZMSCORE', key, '#', '@')
  local used, latest = -(tonumber(kept[1] or 0)), -(tonumber(kept[2] or 0))
  local function cost_of(member)
    return tonumber(string.match(member, ':(%d+)$'))
  end

  local over = string.format('%.0f', now - window)
  local expired = redis.call('ZRANGEBYSCORE', key, 1, over)
  if #expired > 0 then
    for i = 1, #expired do
      used = used - cost_of(expired[i])
    end
    redis.call('ZREMRANGEBYSCORE', key, 1, over)
    redis.call('ZADD', key, -used, '#')
  end

  -- The permits are free when so many of the oldest grants are over that the rest leaves room.
  local function free_after(missing)
    local offset = 0
    while true do
      local oldest = redis.call('ZRANGEBYSCORE', key, 1, '+inf', 'WITHSCORES', 'LIMIT', offset, 100)
      for i = 1, #oldest, 2 do
        missing = missing - cost_of(oldest[i])
        if missing <= 0 then
          return tonumber(oldest[i + 1]) + window - now
        end
      end
      offset = offset + 100
    end
  end

  local retry_after = 0
  local missing = used + math.max(cost, 1) - limit
  if cost > limit then
    retry_after = nil
  elseif missing > 0 then
    retry_after = free_after(missing)
  end

  return retry_after, function(charge, grant)
    if charge > 0 then
      grant = math.max(now, latest + 1)
      used = used + charge
      local member = string.format('%.0f:%d', grant, charge)
      redis.call('ZADD', key, now, member, -used, '#', -grant, '@')
    elseif charge < 0 and redis.call('ZREM', key, string.format('%.0f:%d', grant, -charge)) == 1 then
      used = used + charge
      redis.call('ZADD', key, -used, '#')
    end

    local reset_after = 0
    if charge > 0 and grant == now then
      reset_after = window
    elseif used > 0 then
      reset_after = tonumber(redis.call('ZRANGE', key, -1, -1, 'WITHSCORES')[2]) + window - now
    end
    if charge ~= 0 then
      redis.call('PEXPIRE', key, math.max(1, math.ceil(reset_after / 1000)))
    end
    return math.max(0, limit - used), reset_after, grant or 0
  end
end
