-- Notes that a user is active on the day that the server's clock is in, and new if it never was before.
--
-- KEYS[1]       the users that ever were active
-- KEYS[2...]    the bitmaps of the days that the server's clock may be in, then those of their new users
-- ARGV[1]       what the caller takes for the time, in microseconds since 1970
-- ARGV[2]       by how many microseconds that may be off
-- ARGV[3]       the number of the user
-- ARGV[4...]    for each day, twice: from and until, when it expires, how long it is
-- Returns       the time in microseconds since 1970, 1 if the user was not active on that day before, and 1 if it never
--               was; the time alone if it is farther off than it may be
local ever = KEYS[1]
local days, now = open_chunks({ unpack(KEYS, 2) }, ARGV, 4)
if not days then
  return { now }
end

local function set(day)
  local before = redis.call('SETBIT', day.key, ARGV[3], 1)
  if before == 0 and redis.call('PTTL', day.key) < 0 then
    expire_chunk(day)
  end
  return 1 - before
end

local isFirstToday = set(days[1])
local isNew = isFirstToday == 1 and 1 - redis.call('SETBIT', ever, ARGV[3], 1) or 0
if isNew == 1 then
  set(days[2])
end
return { now, isFirstToday, isNew }
