-- Tells about sessions of one user, and takes those that have ended off the list.
--
-- KEYS[1]      the sessions of the user
-- KEYS[2...]   those that are asked about
-- ARGV[1...]   their names among the user's
-- Returns      for each: user, beginning, end at the latest, how long it lives if it is not used, in milliseconds; nil
--              for one that has ended
local answers = {}
for i = 1, #ARGV do
  local session = open_session(KEYS[i + 1])
  if session then
    answers[i] = { session.user, session.created, session.ends, session.left }
  else
    redis.call('ZREM', KEYS[1], ARGV[i])
    answers[i] = false
  end
end
return answers
