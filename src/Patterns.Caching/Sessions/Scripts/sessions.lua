-- What scripts know of sessions.
--
-- A session with a value is a string: a version in 1 byte; when it began, when it ends at the latest, how long it may
-- be idle, and how often it was written, in 8 bytes each; the user, after its length in 2; the value. A session with
-- fields is a hash, in which `c`, `e`, `w` and `u` say the same, and names of fields begin with `f`. Times are in
-- milliseconds.
--
-- Defines now_ms()                               the server's time
-- Defines open_session(key, kind)                what is known of a session of this kind, or of any; nil for none
-- Defines list_session(index, member, due, now)  lists a session with its user's until it is due
-- Defines use_session(session, key, index, member)  lets a session live on, because it is used
-- Defines pack_session(session, value)           a session with a value, as it stands in Redis
local VERSION, HEAD = 1, 35

local function now_ms()
  local clock = redis.call('TIME')
  return clock[1] * 1000 + math.floor(clock[2] / 1000)
end

local function open_session(key, kind)
  local session = { kind = redis.call('TYPE', key).ok }
  if kind and session.kind ~= kind then
    return nil
  end
  if session.kind == 'string' then
    local head = redis.call('GETRANGE', key, 0, HEAD - 1)
    if #head < HEAD or string.byte(head) ~= VERSION then
      return nil
    end
    local length
    session.created, session.ends, session.window, session.writes, length = struct.unpack('>xI8I8I8I8I2', head)
    session.user = length > 0 and redis.call('GETRANGE', key, HEAD, HEAD + length - 1) or ''
  elseif session.kind == 'hash' then
    local head = redis.call('HMGET', key, 'c', 'e', 'w', 'u')
    if not (head[1] and head[2] and head[3] and head[4]) then
      return nil
    end
    session.created, session.ends, session.window = tonumber(head[1]), tonumber(head[2]), tonumber(head[3])
    session.user = head[4]
  else
    return nil
  end
  session.left = redis.call('PTTL', key)
  return session
end

local function list_session(index, member, due, now)
  redis.call('ZADD', index, now + due, member)
  if redis.call('PTTL', index) < due then
    redis.call('PEXPIRE', index, due)
  end
end

-- A session that was used a moment ago is left alone, which spares most reads a write.
local function use_session(session, key, index, member)
  local now = now_ms()
  local due = math.min(session.window, session.ends - now)
  if due - session.left > session.window / 64 then
    redis.call('PEXPIRE', key, due)
    session.left = due
    if session.user ~= '' then
      list_session(index, member, due, now)
    end
  end
end

local function pack_session(session, value)
  local head = struct.pack(
    '>BI8I8I8I8I2', VERSION, session.created, session.ends, session.window, session.writes, #session.user)
  return head .. session.user .. value
end
