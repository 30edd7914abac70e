-- Takes writes out of the log that the source has.
--
-- KEYS[1]      who works on the log
-- KEYS[2]      the log
-- KEYS[3]      what is pending
-- ARGV[1]      who asks
-- ARGV[2]      for how long the log is the asker's from now, in milliseconds
-- ARGV[3...]   id and name of each write
-- Returns      1, or 0 when another works on the log
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return 0
end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
for i = 3, #ARGV, 2 do
  local id, name = ARGV[i], 'n' .. ARGV[i + 1]
  local version = string.match(id, '%d+')
  redis.call('XDEL', KEYS[2], id)
  redis.call('HDEL', KEYS[3], 'a' .. version)
  if redis.call('HGET', KEYS[3], name) == version then
    redis.call('HDEL', KEYS[3], name)
  end
end
return 1
