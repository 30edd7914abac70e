-- Removes an entry, or makes it stale, and revokes its lease.
--
-- KEYS[1]    the entry
-- ARGV[1]    1 to keep a value that may be served stale when the source fails
-- ARGV[2]    the channel of the cache
-- ARGV[3]    what wakes those who wait for the entry
-- ARGV[4]    what tells other processes that the entry has changed; empty to tell nobody
-- ARGV[5]    a stamp that nobody holds, 8 bytes
-- Returns    1 if there was a value, else 0
local entry = read_header(KEYS[1])
if ARGV[1] == '1' and entry and entry.has_value and bit.band(entry.flags, STALE_SERVABLE) ~= 0 then
  mark(KEYS[1], bit.band(entry.flags, bit.bnot(WAITED_FOR + FAILING)), ARGV[5], 0)
  redis.call('PEXPIRE', KEYS[1], math.min(redis.call('PTTL', KEYS[1]), entry.retention))
else
  redis.call('DEL', KEYS[1])
end
if entry and entry.waited_for then
  publish(ARGV[2], ARGV[3])
end
publish(ARGV[2], ARGV[4])
return entry and entry.has_value and 1 or 0
