-- Stores an entry whatever stands there, which revokes a lease.
--
-- KEYS[1]    the entry
-- ARGV[1]    the new entry
-- ARGV[2]    how long it is kept, in milliseconds
-- ARGV[3]    the channel of the cache
-- ARGV[4]    what wakes those who wait for the entry
-- ARGV[5]    what tells other processes that the entry has changed; empty to tell nobody
-- Returns    1
local entry = read_header(KEYS[1])
store(KEYS[1], ARGV[1], ARGV[2])
if entry and entry.waited_for then
  publish(ARGV[3], ARGV[4])
end
publish(ARGV[3], ARGV[5])
return 1
