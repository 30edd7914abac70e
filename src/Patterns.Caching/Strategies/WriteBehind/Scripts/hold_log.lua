-- Keeps a log for the one who works on it, or gives it back.
--
-- KEYS[1]    who works on the log
-- ARGV[1]    who asks
-- ARGV[2]    for how long the log is the asker's from now, in milliseconds; 0 to give it back
-- Returns    1, or 0 when another works on the log
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return 0
end
if ARGV[2] == '0' then
  redis.call('DEL', KEYS[1])
else
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
end
return 1
