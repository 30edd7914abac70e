-- Prolongs the lease of an entry while its source works.
--
-- KEYS[1]    the entry
-- ARGV[1]    the token of the lease
-- ARGV[2]    how long the lease lasts from now, in milliseconds
-- ARGV[3]    how long a lease without a value stands from now, in milliseconds
-- Returns    1, or 0 when the lease has been revoked
local now = now_us()
local entry = read_entry(KEYS[1], now)
if not holds(entry, ARGV[1]) then
  return 0
end
mark(KEYS[1], entry.flags, ARGV[1], now + ARGV[2] * 1000)

-- A value must not vanish under its lease. It is kept no longer than its header says that it is kept when stale, so
-- that it does not look fresh again.
local least = entry.has_value and math.min(2 * ARGV[2], entry.retention) or tonumber(ARGV[3])
if entry.expires_in < least then
  redis.call('PEXPIRE', KEYS[1], least)
end
return 1
