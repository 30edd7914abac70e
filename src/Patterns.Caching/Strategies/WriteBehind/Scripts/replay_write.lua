-- Puts a write that was given up into the log again, unless a later one of the same name is there.
--
-- KEYS[1]    the log
-- KEYS[2]    what is pending
-- KEYS[3]    the writes that were given up
-- KEYS[4]    the entry
-- ARGV[1]    the id of the write among those that were given up
-- ARGV[2]    its name
-- ARGV[3]    the channel of the cache
-- ARGV[4]    what wakes those who wait for the entry
-- ARGV[5]    what tells other processes that the entry has changed; empty to tell nobody
-- Returns    1, 0 when it is not there, -1 when a later write of the same name is pending
local write = redis.call('XRANGE', KEYS[3], ARGV[1], ARGV[1])[1]
if not write then
  return 0
end
if redis.call('HEXISTS', KEYS[2], 'n' .. ARGV[2]) == 1 then
  return -1
end
local fields = {}
for i = 1, #write[2], 2 do
  local name = write[2][i]
  -- Its version stays the old one, so that the source can see that it is.
  if name == 'n' or name == 'k' or name == 'e' or name == 'v' then
    fields[#fields + 1] = name
    fields[#fields + 1] = write[2][i + 1]
  end
end
local place = math.max(tonumber(redis.call('HGET', KEYS[2], 'v') or 0) + 1, now_us())
local text = string.format('%.0f', place)
redis.call('XADD', KEYS[1], text .. '-0', unpack(fields))
redis.call('HSET', KEYS[2], 'v', text, 'n' .. ARGV[2], text)
redis.call('XDEL', KEYS[3], ARGV[1])
local entry = read_header(KEYS[4])
redis.call('DEL', KEYS[4])
if entry and entry.waited_for then
  publish(ARGV[3], ARGV[4])
end
publish(ARGV[3], ARGV[5])
return 1
