-- Gives permits back, or leaves the queue, and grants to those who wait. It may be repeated.
--
-- KEYS[1]    the lock
-- KEYS[2]    its queue
-- KEYS[3]    what those in the queue ask for
-- ARGV[1]    the request's id
-- ARGV[2]    for how many milliseconds the last token is remembered
-- ARGV[3]    a token that all to come must exceed; 0 if the lock knows it
-- Returns    1 if the permits were held, 0 if not

-- What is usual, by the shortest way: the caller holds it alone, and at most one other waits for it.
local fence, holders, first, behind = read_lock(KEYS[1])
if #holders == 1 and holders[1][1] == ARGV[1] and not behind then
  fence = math.max(fence, tonumber(ARGV[3]))
  if not first then
    write_lock(KEYS[1], fence, {}, false, false, ARGV[2])
    return 1
  end
  local now = microseconds()
  if holders[1][3] > now and first[7] > now and first[2] <= first[3] then
    local token = math.max(fence + 1, now)
    local holder = { first[1], first[2], now + first[4], token }
    write_lock(KEYS[1], token, { holder }, false, false, ARGV[2] + math.ceil(first[4] / 1000))
    tell(first, token)
    return 1
  end
end

local lock = open_lock(KEYS, microseconds())
local holder = lock.release(ARGV[1])
if not holder then
  lock.leave(ARGV[1])
end
lock.raise(tonumber(ARGV[3]))
lock.serve()
lock.save(ARGV[2])
return holder and 1 or 0
