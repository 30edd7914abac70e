-- How a lease is taken.
--
-- Defines lease(key, token, seen, force, length, alone, waits)    answers as lease_entry.lua says
local function lease(key, token, seen, force, length, alone, waits)
  local now = now_us()
  local entry = read_entry(key, now)

  local function answer(verdict)
    local unseen = entry and entry.has_value and entry.stamp ~= seen and redis.call('GET', key)
    return { verdict, unseen or false, entry and entry.expires_in or 0, entry and entry.lease_left or 0 }
  end

  if entry and entry.leased then
    if entry.stamp == token then
      return answer('fill')
    end
    if waits == '1' and not entry.waited_for then
      mark(key, entry.flags + WAITED_FOR, entry.stamp, entry.ending)
    end
    return answer(entry.failing and 'failing' or 'wait')
  end

  if entry and entry.fresh and not (force == '1' and entry.stamp == seen) then
    return answer('value')
  end

  local reply = answer('fill')
  local ending = now + length * 1000
  if entry and entry.has_value and entry.expires_in >= 2 * length then
    mark(key, bit.band(entry.flags, bit.bnot(WAITED_FOR + FAILING)), token, ending)
  else
    redis.call('SET', key, lease_alone(token, ending), 'PX', alone)
  end
  return reply
end
