-- Writes and removes fields of a session, and lets it live on.
--
-- KEYS[1]      the session
-- KEYS[2]      the sessions of its user
-- ARGV[1]      its name among those
-- ARGV[2]      how many fields it may have
-- ARGV[3]      how many fields are written
-- ARGV[4...]   their names and values, then the names of those that are removed
-- Returns      1, -1 when there is no such session, -2 when it would have too many fields
local session = open_session(KEYS[1], 'hash')
if not session then
  return -1
end
local first_removed = 4 + 2 * ARGV[3]
local fields = redis.call('HLEN', KEYS[1]) - 4
for i = 4, first_removed - 1, 2 do
  fields = fields + 1 - redis.call('HEXISTS', KEYS[1], ARGV[i])
end
for i = first_removed, #ARGV do
  fields = fields - redis.call('HEXISTS', KEYS[1], ARGV[i])
end
if fields > tonumber(ARGV[2]) then
  return -2
end
if first_removed > 4 then
  redis.call('HSET', KEYS[1], unpack(ARGV, 4, first_removed - 1))
end
if first_removed <= #ARGV then
  redis.call('HDEL', KEYS[1], unpack(ARGV, first_removed))
end
use_session(session, KEYS[1], KEYS[2], ARGV[1])
return 1
