-- A lock as it stands in Redis: who holds how many of its permits and until when, and who waits for them.
--
-- The lock is one string, a MessagePack array of the last fencing token, whether anybody waits, and the holders, each
-- { id, permits, end, token }. Who waits stands in a sorted set by order of arrival, and in a hash with
-- what is asked for: { permits, limit, patience, channel, stamp, when it is forgotten }. Times are in microseconds.
--
-- Defines microseconds()    the time of the server
-- Defines write_lock(key, fence, awaited, holders, milliseconds)    keeps a lock for so long
-- Defines open_lock(keys, now)    a lock without holders whose time is over; keys are the lock, its queue, and what
--                                 those in the queue ask for
local function microseconds()
  local clock = redis.call('TIME')
  return clock[1] * 1000000 + clock[2]
end

local function write_lock(key, fence, awaited, holders, milliseconds)
  redis.call('SET', key, cmsgpack.pack({ fence, awaited, holders }), 'PX', milliseconds)
end

local function open_lock(keys, now)
  local packed = redis.call('GET', keys[1])
  local stored = packed and cmsgpack.unpack(packed) or { 0, false, {} }
  local fence, awaited = stored[1], stored[2]
  local holders, used = {}, 0
  for _, holder in ipairs(stored[3]) do
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
    return awaited
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

  -- Who is in the queue already keeps the place.
  function lock.enqueue(id, permits, limit, patience, channel, stamp)
    if not redis.call('ZSCORE', keys[2], id) then
      local last = redis.call('ZRANGE', keys[2], -1, -1, 'WITHSCORES')
      redis.call('ZADD', keys[2], (tonumber(last[2]) or 0) + 1, id)
    end
    local wanted = { permits, limit, patience, channel, stamp, now + patience }
    redis.call('HSET', keys[3], id, cmsgpack.pack(wanted))
    awaited, changed = true, true
  end

  function lock.leave(id)
    redis.call('ZREM', keys[2], id)
    redis.call('HDEL', keys[3], id)
  end

  -- Grants to those who wait, in their order, as long as the first of them fits. Who has not asked for too long is
  -- forgotten. Such a grant lasts no longer than the receiver's patience, and is confirmed by a renewal. The message
  -- says by its stamp which request was the last before it; the one who is calling needs none.
  function lock.serve(caller)
    while awaited do
      local id = redis.call('ZRANGE', keys[2], 0, 0)[1]
      local wanted = id and redis.call('HGET', keys[3], id)
      wanted = wanted and cmsgpack.unpack(wanted)
      if not id then
        awaited, changed = false, true
      elseif wanted and wanted[6] > now then
        if not lock.fits(wanted[1], wanted[2]) then
          return
        end
        local holder = lock.grant(id, wanted[1], wanted[3])
        lock.leave(id)
        if id ~= caller then
          redis.call('PUBLISH', wanted[4], string.format('%s %.0f %s', id, holder[4], wanted[5]))
        end
      else
        lock.leave(id)
      end
    end
  end

  -- How long until the first of the holders is over.
  function lock.first_end()
    local first
    for i = 1, #holders do
      first = math.min(first or holders[i][3], holders[i][3])
    end
    return first and first - now or 0
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
    write_lock(keys[1], fence, awaited, holders, milliseconds)
    if awaited and keys[2] then
      redis.call('PEXPIRE', keys[2], milliseconds)
      redis.call('PEXPIRE', keys[3], milliseconds)
    end
  end

  return lock
end
