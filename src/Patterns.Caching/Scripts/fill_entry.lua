-- Stores what the holder of the lease has read from the source, unless the lease has been revoked.
--
-- KEYS[1]    the entry
-- ARGV[1]    the token of the lease
-- ARGV[2]    the new entry
-- ARGV[3]    how long it is kept, in milliseconds
-- ARGV[4]    the channel of the cache
-- ARGV[5]    what wakes those who wait for the entry
-- ARGV[6]    what tells other processes that the entry has changed; empty where it has only been missing
-- Returns    1 if it was stored, else 0
local entry = read_header(KEYS[1])
if not holds(entry, ARGV[1]) then
  return 0
end
store(KEYS[1], ARGV[2], ARGV[3])
if entry.waited_for then
  publish(ARGV[4], ARGV[5])
end
publish(ARGV[4], ARGV[6])
return 1
