-- Reads a session with a value, and lets it live on.
--
-- KEYS[1]    the session
-- KEYS[2]    the sessions of its user
-- ARGV[1]    its name among those
-- Returns    the whole string and how long it lives if it is not used, in milliseconds; nil when there is none
local session = open_session(KEYS[1], 'string')
if not session then
  return nil
end
use_session(session, KEYS[1], KEYS[2], ARGV[1])
return { redis.call('GET', KEYS[1]), session.left }
