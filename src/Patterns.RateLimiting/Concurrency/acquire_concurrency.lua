-- Takes a lease of one permit or several, which counts until it is released or not renewed in time.
--
-- To take a lease that is already held changes nothing but its end.
--
-- KEYS[1]    the leases
-- KEYS[2]    the block
-- ARGV[1]    the token; empty to look without taking
-- ARGV[2]    how many permits
-- ARGV[3]    how many permits may be taken at a time
-- ARGV[4]    how long the lease lasts, in microseconds
-- Returns    the time in microseconds since 1970, verdict (1 granted, 0 not now, -1 never, -2 blocked), permits that
--            are left, microseconds until the block or else the lease that ends first is over
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local permits, limit, length = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local member = ARGV[1] .. ':' .. ARGV[2]

end_leases(KEYS[1], now)
local scores = redis.call('ZMSCORE', KEYS[1], '#', member)
local used, held = -(tonumber(scores[1] or 0)), scores[2]
local verdict, retry_after = 1, 0
local blocked = redis.call('PTTL', KEYS[2])
if held then
  redis.call('ZADD', KEYS[1], now + length, member)
  keep_leases(KEYS[1], now)
elseif permits > limit then
  verdict = -1
elseif blocked > 0 then
  verdict, retry_after = -2, blocked * 1000
elseif used + math.max(permits, 1) > limit then
  local first = redis.call('ZRANGEBYSCORE', KEYS[1], 1, '+inf', 'WITHSCORES', 'LIMIT', 0, 1)
  verdict, retry_after = 0, first[2] and tonumber(first[2]) - now or 0
elseif ARGV[1] ~= '' and permits > 0 then
  used = used + permits
  redis.call('ZADD', KEYS[1], now + length, member, -used, '#')
  keep_leases(KEYS[1], now)
end
return { now, verdict, math.max(0, limit - used), retry_after }
