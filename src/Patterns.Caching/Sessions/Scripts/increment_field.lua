-- Adds to a field of a session, and lets it live on.
--
-- KEYS[1]    the session
-- KEYS[2]    the sessions of its user
-- ARGV[1]    its name among those
-- ARGV[2]    how many fields it may have
-- ARGV[3]    the field
-- ARGV[4]    how much to add
-- Returns    1 and the sum, 0 when the field or the sum is no 64-bit number, -1 when there is no such session, -2 when
--            it would have too many fields
local session = open_session(KEYS[1], 'hash')
if not session then
  return { -1 }
end
if redis.call('HEXISTS', KEYS[1], ARGV[3]) == 0 and redis.call('HLEN', KEYS[1]) - 4 >= tonumber(ARGV[2]) then
  return { -2 }
end
local sum = redis.pcall('HINCRBY', KEYS[1], ARGV[3], ARGV[4])
if type(sum) == 'table' then
  return { 0 }
end
use_session(session, KEYS[1], KEYS[2], ARGV[1])
-- As text, because Lua rounds large numbers.
return { 1, redis.call('HGET', KEYS[1], ARGV[3]) }
