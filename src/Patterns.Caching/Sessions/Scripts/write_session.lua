-- Writes the value of a session, and lets it live on.
--
-- KEYS[1]    the session
-- KEYS[2]    the sessions of its user
-- ARGV[1]    its name among those
-- ARGV[2]    how often it must have been written so far; empty for any
-- ARGV[3]    the value
-- Returns    1, 0 when it was written meanwhile, -1 when there is none; and how often it was written
local session = open_session(KEYS[1], 'string')
if not session then
  return { -1, 0 }
end
if ARGV[2] ~= '' and tonumber(ARGV[2]) ~= session.writes then
  return { 0, session.writes }
end
session.writes = session.writes + 1
redis.call('SET', KEYS[1], pack_session(session, ARGV[3]), 'KEEPTTL')
use_session(session, KEYS[1], KEYS[2], ARGV[1])
return { 1, session.writes }
