-- Reads fields of a session, and lets it live on.
--
-- KEYS[1]      the session
-- KEYS[2]      the sessions of its user
-- ARGV[1]      its name among those
-- ARGV[2...]   the fields; none for all
-- Returns      user, beginning, end at the latest, how long it lives if it is not used, in milliseconds; and the values
--              of the fields, or names and values of all; nil when there is no such session
local session = open_session(KEYS[1], 'hash')
if not session then
  return nil
end
use_session(session, KEYS[1], KEYS[2], ARGV[1])
local fields = #ARGV > 1 and redis.call('HMGET', KEYS[1], unpack(ARGV, 2)) or redis.call('HGETALL', KEYS[1])
return { session.user, session.created, session.ends, session.left, fields }
