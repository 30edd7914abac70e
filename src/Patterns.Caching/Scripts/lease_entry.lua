-- Takes the lease of an entry, or answers what stands there instead.
--
-- Whoever holds the lease fills the entry. Its token becomes the entry's stamp, so that whatever else is written
-- there, or deletes the key, revokes it. A value that is there stays readable; without one the key holds the lease
-- alone. To ask again with the same token changes nothing.
--
-- KEYS[1]    the entry
-- ARGV[1]    the token, 8 bytes
-- ARGV[2]    the stamp of the entry that the caller has seen; empty if it has seen none
-- ARGV[3]    1 to take the lease though what the caller has seen is fresh
-- ARGV[4]    how long the lease lasts, in milliseconds
-- ARGV[5]    how long a lease without a value stands, in milliseconds; longer than it lasts
-- ARGV[6]    1 to be woken when somebody else's fill ends
-- Returns    verdict (value, fill, wait, failing); the entry if there is one that the caller has not seen, else false;
--            its time left in milliseconds; how long the other's lease lasts, in milliseconds
local key, token, seen = KEYS[1], ARGV[1], ARGV[2]
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
  if ARGV[6] == '1' and not entry.waited_for then
    mark(key, entry.flags + WAITED_FOR, entry.stamp, entry.ending)
  end
  return answer(entry.failing and 'failing' or 'wait')
end

if entry and entry.fresh and not (ARGV[3] == '1' and entry.stamp == seen) then
  return answer('value')
end

local reply = answer('fill')
local ending = now + ARGV[4] * 1000
if entry and entry.has_value and entry.expires_in >= 2 * ARGV[4] then
  mark(key, bit.band(entry.flags, bit.bnot(WAITED_FOR + FAILING)), token, ending)
else
  redis.call('SET', key, lease_alone(token, ending), 'PX', ARGV[5])
end
return reply
