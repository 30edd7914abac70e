-- The leases of a concurrency limit.
--
-- Defines open_leases(key, now)    removes leases that are over; counts those that are left, and lets them be changed
local function open_leases(key, now)
  local leases = { used = -(tonumber(redis.call('ZSCORE', key, '#') or 0)) }

  function leases.change(permits)
    leases.used = math.max(0, leases.used + permits)
    redis.call('ZADD', key, -leases.used, '#')
  end

  function leases.remove(member)
    if redis.call('ZREM', key, member) == 1 then
      leases.change(-tonumber(string.match(member, ':(%d+)$')))
    end
  end

  -- The key lives as long as its last lease; without leases it goes at once.
  function leases.close()
    local last = redis.call('ZRANGE', key, -1, -1, 'WITHSCORES')
    if last[1] == '#' then
      redis.call('DEL', key)
    elseif last[1] then
      redis.call('PEXPIRE', key, math.max(1, math.ceil((tonumber(last[2]) - now) / 1000)))
    end
  end

  local over = redis.call('ZRANGEBYSCORE', key, 1, string.format('%.0f', now))
  for i = 1, #over do
    leases.remove(over[i])
  end
  return leases
end
