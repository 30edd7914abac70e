-- The leases of a concurrency limit.
--
-- The state is a sorted set with a member `token:permits` for each lease, scored by when it ends, and a member `#`
-- whose score below zero is the permits of all leases.
--
-- Defines release_lease(key, member)    removes a lease, and with the last one the key; 1 if it was there
-- Defines end_leases(key, now)    removes leases that are over
-- Defines keep_leases(key, now)    lets the key live as long as its last lease
local function release_lease(key, member)
  local removed = redis.call('ZREM', key, member)
  if removed == 1 and tonumber(redis.call('ZINCRBY', key, string.match(member, ':(%d+)$'), '#')) >= 0 then
    redis.call('DEL', key)
  end
  return removed
end

local function end_leases(key, now)
  local over = redis.call('ZRANGEBYSCORE', key, 1, string.format('%.0f', now))
  for i = 1, #over do
    release_lease(key, over[i])
  end
end

local function keep_leases(key, now)
  local last = redis.call('ZRANGE', key, -1, -1, 'WITHSCORES')[2]
  if last then
    redis.call('PEXPIRE', key, math.max(1, math.ceil((tonumber(last) - now) / 1000)))
  end
end
