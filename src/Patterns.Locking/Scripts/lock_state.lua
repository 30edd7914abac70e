-- A lock as it stands in Redis: who holds how many of its permits and until when, and who waits for them.
--
-- The lock is one string, in MessagePack: the last fencing token, the holders, each { id, permits, end, token }, who is
-- first in the queue, and whether others are behind. These stand in a sorted set by order of arrival, and in a
-- hash with what they ask for. Who waits is { id, permits, limit, patience, channel, stamp, when it is forgotten }.
-- Times are in microseconds.
--
-- Defines microseconds()    the time of the server
-- Defines read_lock(key)    the last token, the holders, who is first, and whether others are behind
-- Defines write_lock(key, fence, holders, first, behind, milliseconds)    keeps a lock for so long
-- Defines tell(waiter, token)    tells who waits of a grant
-- Defines open_lock(keys, now)    a lock without holders whose time is over; keys are the lock, its queue, and what
--                                 those in the queue ask for
local function microseconds()
  local clock = redis.call('TIME')
  return clock[1] * 1000000 + clock[2]
end

local function read_lock(key)
  local packed = redis.call('GET', key)
  if packed then
    return cmsgpack.unpack(packed)
  end
  return 0, {}, false, false
end

local function write_lock(key, fence, holders, first, behind, milliseconds)
  redis.call('SET', key, cmsgpack.pack(fence, holders, first, behind), 'PX', milliseconds)
end

-- The message says by its stamp which request was the last before it.
local function tell(waiter, token)
  redis.call('PUBLISH', waiter[5], string.format('%s %.0f %s', waiter[1], token, waiter[6]))
end

local function open_lock(keys, now)
  local fence, stored, first, behind = read_lock(keys[1])
  local holders, used = {}, 0
  for _, holder in ipairs(stored) do
    if holder[3] > now then
      holders[#holders + 1] = holder
      used = used + holder[2]
    end
  end

  local lock = {}
  local changed = false

  function lock.find(id)
    for i = 1, #holders do
      if holders[i][1] == id then
        return holders[i], i
      end
    end
  end

  function lock.fits(permits, limit)
    return used + permits <= limit
  end

  function lock.is_awaited()
    return first
  end

  -- A token is at least the time, so that it exceeds those before it even when they have been forgotten.
  function lock.grant(id, permits, length)
    fence = math.max(fence + 1, now)
    local holder = { id, permits, now + length, fence }
    holders[#holders + 1] = holder
    used, changed = used + permits, true
    return holder
  end

  -- Never to an earlier end: its holder may have been told the later one.
  function lock.extend(holder, length)
    holder[3], changed = math.max(holder[3], now + length), true
  end

  function lock.release(id)
    local holder, position = lock.find(id)
    if holder then
      table.remove(holders, position)
      used, changed = used - holder[2], true
    end
    return holder
  end

  -- Makes all tokens to come larger than this one.
  function lock.raise(token)
    if token > fence then
      fence, changed = token, true
    end
  end

  -- Who is in the queue already keeps the place. Returns how many are before.
  function lock.enqueue(id, permits, limit, patience, channel, stamp)
    local waiter = { id, permits, limit, patience, channel, stamp, now + patience }
    changed = true
    if not first or first[1] == id then
      first = waiter
      return 0
    end
    if not redis.call('ZSCORE', keys[2], id) then
      local last = redis.call('ZRANGE', keys[2], -1, -1, 'WITHSCORES')
      redis.call('ZADD', keys[2], (tonumber(last[2]) or 0) + 1, id)
    end
    redis.call('HSET', keys[3], id, cmsgpack.pack(waiter))
    behind = true
    return redis.call('ZRANK', keys[2], id) + 1
  end

  -- Who is behind the first becomes the first.
  local function advance()
    first, changed = false, true
    while behind and not first do
      local id = redis.call('ZPOPMIN', keys[2])[1]
      local waiter = id and redis.call('HGET', keys[3], id)
      if waiter then
        redis.call('HDEL', keys[3], id)
        first = cmsgpack.unpack(waiter)
      end
      behind = id and redis.call('EXISTS', keys[2]) == 1
    end
  end

  function lock.leave(id)
    if first and first[1] == id then
      advance()
    elseif behind then
      redis.call('ZREM', keys[2], id)
      redis.call('HDEL', keys[3], id)
    end
  end

  -- Grants to those who wait, in their order, as long as the first of them fits. Who has not asked for too long is
  -- forgotten. Such a grant lasts no longer than the receiver's patience, and is confirmed by a renewal. The one who
  -- is calling needs no message.
  function lock.serve(caller)
    while first do
      if first[7] > now then
        if not lock.fits(first[2], first[3]) then
          return
        end
        local holder = lock.grant(first[1], first[2], first[4])
        if first[1] ~= caller then
          tell(first, holder[4])
        end
      end
      advance()
    end
  end

  -- How long until the first of the holders is over.
  function lock.first_end()
    local earliest
    for i = 1, #holders do
      earliest = math.min(earliest or holders[i][3], holders[i][3])
    end
    return earliest and earliest - now or 0
  end

  -- The last token is remembered for so many milliseconds after the last holder's time.
  function lock.save(memory)
    if not changed then
      return
    end
    local last = now
    for i = 1, #holders do
      last = math.max(last, holders[i][3])
    end
    local milliseconds = memory + math.ceil((last - now) / 1000)
    write_lock(keys[1], fence, holders, first, behind, milliseconds)
    if behind and keys[2] then
      redis.call('PEXPIRE', keys[2], milliseconds)
      redis.call('PEXPIRE', keys[3], milliseconds)
    end
  end

  return lock
end
