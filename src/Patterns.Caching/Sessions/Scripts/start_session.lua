-- Begins a session, and lists it with its user's.
--
-- KEYS[1]      the session
-- KEYS[2...]   the sessions of its user, then those of them that give way to it
-- ARGV[1]      what it is: string or hash
-- ARGV[2]      its name among those of its user
-- ARGV[3]      the user; empty for nobody
-- ARGV[4]      how long it may be idle, in milliseconds
-- ARGV[5]      how long it lives at most, in milliseconds
-- ARGV[6]      how many sessions the user may have
-- ARGV[7...]   the names of those that give way, then the value, or the names and values of fields
-- Returns      an empty list if it began, else the names of those that have to give way first
local key, index = unpack(KEYS)
local now = now_ms()
local lifetime = tonumber(ARGV[5])
local session = { created = now, ends = now + lifetime, window = tonumber(ARGV[4]), writes = 1, user = ARGV[3] }
local due = math.min(session.window, lifetime)
local giving_way = #KEYS - 2
if session.user ~= '' then
  redis.call('ZREMRANGEBYSCORE', index, '-inf', string.format('(%.0f', now))
  for i = 1, giving_way do
    redis.call('DEL', KEYS[2 + i])
    redis.call('ZREM', index, ARGV[6 + i])
  end
  local surplus = redis.call('ZCARD', index) + 1 - ARGV[6]
  if surplus > 0 then
    return redis.call('ZRANGE', index, 0, surplus - 1)
  end
  list_session(index, ARGV[2], due, now)
end
if ARGV[1] == 'string' then
  redis.call('SET', key, pack_session(session, ARGV[7 + giving_way]), 'PX', due)
else
  redis.call('HSET', key, 'c', session.created, 'e', session.ends, 'w', session.window, 'u', session.user,
    unpack(ARGV, 7 + giving_way))
  redis.call('PEXPIRE', key, due)
end
return {}
