-- The header of an entry: what scripts know of its bytes.
--
-- Defines constants                            the kind of a lease alone, flags, the version, the header's length
-- Defines now_us()                             the server's time in microseconds
-- Defines read_header(key)                     what the header says, or nil when there is none that can be read
-- Defines read_entry(key, now)                 the same, with whether the value is fresh and the entry leased
-- Defines holds(entry, token)                  whether the entry is leased under this token, even if the lease is over
-- Defines mark(key, flags, stamp, ending)      writes flags, stamp and the end of the lease into the header
-- Defines lease_alone(token, ending)           an entry without a value
-- Defines publish(channel, message)            unless the message is empty
local NO_VALUE, STALE_SERVABLE, WAITED_FOR, FAILING, SLIDING = 255, 1, 2, 4, 32
local VERSION, HEADER = 2, 28

local function now_us()
  local clock = redis.call('TIME')
  return clock[1] * 1000000 + clock[2]
end

local function read_header(key)
  local bytes = redis.pcall('GETRANGE', key, 0, HEADER - 1)
  if type(bytes) ~= 'string' or #bytes < HEADER or string.byte(bytes) ~= VERSION then
    return nil
  end
  local kind, flags, ending, retention = struct.unpack('>xBBxxxxxxxxxI8I4', bytes)
  return {
    flags = flags,
    stamp = string.sub(bytes, 5, 12),
    ending = ending,
    retention = retention,
    has_value = kind ~= NO_VALUE,
    waited_for = bit.band(flags, WAITED_FOR) ~= 0,
    failing = bit.band(flags, FAILING) ~= 0,
  }
end

local function read_entry(key, now)
  local entry = read_header(key)
  if entry then
    entry.expires_in = redis.call('PTTL', key)
    entry.fresh = entry.has_value and entry.expires_in > entry.retention
    entry.leased = entry.ending > now
    entry.lease_left = math.ceil((entry.ending - now) / 1000)
  end
  return entry
end

-- A filled entry keeps the token as its stamp, but is leased no more: a renewal that comes late must not lease it
-- again.
local function holds(entry, token)
  return entry and entry.stamp == token and entry.ending ~= 0
end

local function mark(key, flags, stamp, ending)
  redis.call('SETRANGE', key, 2, struct.pack('>BB', flags, 0) .. stamp .. struct.pack('>I8', ending))
end

local function lease_alone(token, ending)
  return struct.pack('>BBBB', VERSION, NO_VALUE, 0, 0) .. token .. struct.pack('>I8I4I4', ending, 0, 0)
end

local function publish(channel, message)
  if message ~= '' then
    redis.call('PUBLISH', channel, message)
  end
end
