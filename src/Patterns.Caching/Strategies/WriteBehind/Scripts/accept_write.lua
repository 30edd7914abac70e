-- Takes a write that the source gets later: into the log, and as the entry, whose lease it revokes.
--
-- Its version is the server's time in microseconds, or one more than the version before it: also when the log was lost,
-- or the clock was set back, no version comes twice.
--
-- KEYS[1]    the entry
-- KEYS[2]    the log
-- KEYS[3]    what is pending: `v` the last version, `n` and a name that of its last write, `a` and a version how often
--            it has failed
-- KEYS[4]    the writes that were given up
-- ARGV[1]    the entry
-- ARGV[2]    how long it is kept, in milliseconds
-- ARGV[3]    the channel of the cache
-- ARGV[4]    what wakes those who wait for the entry
-- ARGV[5]    what tells other processes that the entry has changed; empty to tell nobody
-- ARGV[6]    the name
-- ARGV[7]    the caller's key
-- ARGV[8]    how many writes may be in the log, with those that were given up
-- Returns    1, or 0 when there are as many
if redis.call('XLEN', KEYS[2]) + redis.call('XLEN', KEYS[4]) >= tonumber(ARGV[8]) then
  return 0
end
local version = math.max(tonumber(redis.call('HGET', KEYS[3], 'v') or 0) + 1, now_us())
local text = string.format('%.0f', version)
redis.call('XADD', KEYS[2], text .. '-0', 'n', ARGV[6], 'k', ARGV[7], 'e', ARGV[1], 'v', text)
redis.call('HSET', KEYS[3], 'v', text, 'n' .. ARGV[6], text)
local entry = read_header(KEYS[1])
store(KEYS[1], ARGV[1], ARGV[2])
if entry and entry.waited_for then
  publish(ARGV[3], ARGV[4])
end
publish(ARGV[3], ARGV[5])
return 1
