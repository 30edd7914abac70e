-- Gives back the lease of an entry that was not filled.
--
-- KEYS[1]    the entry
-- ARGV[1]    the token of the lease
-- ARGV[2]    for how long a stale value is served before the source is asked again, in milliseconds; 0 for not at all
-- ARGV[3]    the channel of the cache
-- ARGV[4]    what wakes those who wait for the entry
-- Returns    1, or 0 when the lease has been revoked
local now = now_us()
local entry = read_entry(KEYS[1], now)
if not holds(entry, ARGV[1]) then
  return 0
end
local flags = bit.band(entry.flags, bit.bnot(WAITED_FOR))
if not entry.has_value then
  redis.call('DEL', KEYS[1])
elseif ARGV[2] ~= '0' and not entry.fresh and bit.band(flags, STALE_SERVABLE) ~= 0 then
  mark(KEYS[1], bit.bor(flags, FAILING), ARGV[1], now + ARGV[2] * 1000)
else
  mark(KEYS[1], flags, ARGV[1], 0)
end
if entry.waited_for then
  publish(ARGV[3], ARGV[4])
end
return 1
