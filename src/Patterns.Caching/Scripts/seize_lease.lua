-- Takes the lease of an entry whoever holds it, because the source is about to be changed: fills that are under way are
-- revoked. Those who wait go on waiting. A value that is there stays readable.
--
-- KEYS[1]    the entry
-- ARGV[1]    the token, 8 bytes
-- ARGV[2]    how long the lease lasts, in milliseconds
-- ARGV[3]    how long a lease without a value stands, in milliseconds; longer than it lasts
-- Returns    1
local now = now_us()
local entry = read_entry(KEYS[1], now)
local ending = now + ARGV[2] * 1000
if entry and entry.has_value and entry.expires_in >= 2 * ARGV[2] then
  mark(KEYS[1], bit.band(entry.flags, bit.bnot(FAILING)), ARGV[1], ending)
else
  redis.call('SET', KEYS[1], lease_alone(ARGV[1], ending), 'PX', ARGV[3])
  if entry and entry.waited_for then
    mark(KEYS[1], WAITED_FOR, ARGV[1], ending)
  end
end
return 1
