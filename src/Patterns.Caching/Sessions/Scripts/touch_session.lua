-- Lets a session live on without reading it.
--
-- KEYS[1]    the session
-- KEYS[2]    the sessions of its user
-- ARGV[1]    its name among those
-- Returns    1, or 0 when there is none
local session = open_session(KEYS[1])
if not session then
  return 0
end
use_session(session, KEYS[1], KEYS[2], ARGV[1])
return 1
