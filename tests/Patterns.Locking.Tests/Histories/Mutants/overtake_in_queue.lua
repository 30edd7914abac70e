-- A planted fault: grants to whoever asks when the lock is free, also when others wait.
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
-- Returns    as acquire_lock.lua
local now = microseconds()
local lock = open_lock(KEYS, now)
local id, permits, limit = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local length, patience = tonumber(ARGV[4]), tonumber(ARGV[6])
local verdict, before = 2, 0
local holder = lock.find(id)
if holder then
  lock.extend(holder, length)
elseif lock.fits(permits, limit) then
  verdict, holder = 1, lock.grant(id, permits, length)
  lock.leave(id)
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
