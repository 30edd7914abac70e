-- Gives permits back, or leaves the queue, and grants to those who wait. It may be repeated.
--
-- KEYS[1]    the lock
-- KEYS[2]    its queue
-- KEYS[3]    what those in the queue ask for
-- ARGV[1]    the request's id
-- ARGV[2]    for how many milliseconds the last token is remembered
-- ARGV[3]    a token that all to come must exceed; 0 if the lock knows it
-- Returns    1 if the permits were held, 0 if not

-- What is usual, by the shortest way: the caller holds it alone, and nobody waits.
local packed = redis.call('GET', KEYS[1])
if packed then
  local last, awaited, holders = unpack(cmsgpack.unpack(packed))
  if not awaited and #holders == 1 and holders[1][1] == ARGV[1] then
    write_lock(KEYS[1], math.max(last, tonumber(ARGV[3])), false, {}, ARGV[2])
    return 1
  end
end

local lock = open_lock(KEYS, microseconds())
local holder = lock.release(ARGV[1])
if not holder and lock.is_awaited() then
  lock.leave(ARGV[1])
end
lock.raise(tonumber(ARGV[3]))
lock.serve()
lock.save(ARGV[2])
return holder and 1 or 0
