-- Gives a write up that the source does not take, and removes the entry that shows it.
--
-- KEYS[1]    who works on the log
-- KEYS[2]    the log
-- KEYS[3]    what is pending
-- KEYS[4]    the writes that were given up
-- KEYS[5]    the entry
-- ARGV[1]    who asks
-- ARGV[2]    the id of the write
-- ARGV[3]    its name
-- ARGV[4]    why
-- ARGV[5]    what the source said
-- ARGV[6]    the channel of the cache
-- ARGV[7]    what wakes those who wait for the entry
-- ARGV[8]    what tells other processes that the entry has changed; empty to tell nobody
-- Returns    1, or 0 when another works on the log or the write is not there
local write = redis.call('XRANGE', KEYS[2], ARGV[2], ARGV[2])[1]
if redis.call('GET', KEYS[1]) ~= ARGV[1] or not write then
  return 0
end
local version = string.match(ARGV[2], '%d+')
local failures = redis.call('HGET', KEYS[3], 'a' .. version) or '0'
local fields = write[2]
for _, field in ipairs({ 'reason', ARGV[4], 'error', ARGV[5], 'failures', failures }) do
  fields[#fields + 1] = field
end
redis.call('XADD', KEYS[4], '*', unpack(fields))
redis.call('XDEL', KEYS[2], ARGV[2])
redis.call('HDEL', KEYS[3], 'a' .. version)
if redis.call('HGET', KEYS[3], 'n' .. ARGV[3]) == version then
  redis.call('HDEL', KEYS[3], 'n' .. ARGV[3])
  local entry = read_header(KEYS[5])
  redis.call('DEL', KEYS[5])
  if entry and entry.waited_for then
    publish(ARGV[6], ARGV[7])
  end
  publish(ARGV[6], ARGV[8])
end
return 1
