-- A planted fault: releases whoever holds the lock.
--
-- KEYS[1]    the lock
-- KEYS[2]    its queue
-- KEYS[3]    what those in the queue ask for
-- ARGV[1]    the request's id, which is not compared
-- ARGV[2]    for how many milliseconds the last token is remembered
-- ARGV[3]    a token that all to come must exceed; 0 if the lock knows it
-- Returns    1
local lock = open_lock(KEYS, microseconds())
lock.release(ARGV[1])
local _, holders = read_lock(KEYS[1])
for _, holder in ipairs(holders) do
  lock.release(holder[1])
end
lock.leave(ARGV[1])
lock.raise(tonumber(ARGV[3]))
lock.serve()
lock.save(ARGV[2])
return 1
