-- Writes or removes a field of a session if it has the expected value, and lets the session live on.
--
-- KEYS[1]    the session
-- KEYS[2]    the sessions of its user
-- ARGV[1]    its name among those
-- ARGV[2]    how many fields it may have
-- ARGV[3]    the field
-- ARGV[4]    the expected value after an `=`; empty if the field is to be missing
-- ARGV[5]    the new value after an `=`; empty to remove the field
-- Returns    1, 0 when it has another value, -1 when there is no such session, -2 when it would have too many fields
local session = open_session(KEYS[1], 'hash')
if not session then
  return -1
end
local value = redis.call('HGET', KEYS[1], ARGV[3])
use_session(session, KEYS[1], KEYS[2], ARGV[1])
if (value and '=' .. value or '') ~= ARGV[4] then
  return 0
end
if ARGV[5] == '' then
  redis.call('HDEL', KEYS[1], ARGV[3])
elseif not value and redis.call('HLEN', KEYS[1]) - 4 >= tonumber(ARGV[2]) then
  return -2
else
  redis.call('HSET', KEYS[1], ARGV[3], string.sub(ARGV[5], 2))
end
return 1
