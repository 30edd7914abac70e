-- Takes permits of a lock, or a place in its queue. The same request may be repeated: who holds the lock gets the same
-- token and the full time, and who is in the queue keeps the place and is remembered for longer.
--
-- KEYS[1]    the lock
-- KEYS[2]    its queue
-- KEYS[3]    what those in the queue ask for
-- ARGV[1]    the request's id
-- ARGV[2]    how many permits
-- ARGV[3]    how many permits the lock has
-- ARGV[4]    how long to hold them, in microseconds
-- ARGV[5]    for how many milliseconds the last token is remembered
-- ARGV[6]    how long a place in the queue is kept without being asked for, in microseconds; absent for no place
-- ARGV[7]    the channel on which a grant is told
-- ARGV[8]    what the message about a grant says of this request
-- Returns    the token, which is the time in microseconds, if nobody held the lock; otherwise a verdict (2 held
--            already, 1 granted, 0 in the queue, -1 refused) with, of a grant, its token and the time, and else the
--            microseconds until the first holder is over, and how many are before
local now = microseconds()
local id, permits, limit = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local length, patience = tonumber(ARGV[4]), tonumber(ARGV[6])

-- What is usual, by the shortest way: nobody holds it, and nobody waits.
local fence, holders, first = read_lock(KEYS[1])
if fence < now and not first and not holders[1] and permits <= limit then
  local holder = { id, permits, now + length, now }
  write_lock(KEYS[1], now, { holder }, false, false, ARGV[5] + math.ceil(length / 1000))
  return now
end

local lock = open_lock(KEYS, now)
lock.serve(id)
local verdict, before = 2, 0
local holder = lock.find(id)
if holder then
  lock.extend(holder, length)
elseif not lock.is_awaited() and lock.fits(permits, limit) then
  verdict, holder = 1, lock.grant(id, permits, length)
elseif patience then
  verdict = 0
  before = lock.enqueue(id, permits, limit, patience, ARGV[7], ARGV[8])
else
  verdict = -1
end
lock.save(ARGV[5])
if holder then
  return { verdict, holder[4], now }
end
return { verdict, lock.first_end(), before }
