-- Renews leases, and says which of them are lost.
--
-- KEYS[1]       the leases
-- ARGV[1]       how long they last from now on, in microseconds
-- ARGV[2...]    the leases, as `token:permits`
-- Returns       the positions of those that are lost, beginning at 0
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
end_leases(KEYS[1], now)
local lost = {}
for i = 2, #ARGV do
  if redis.call('ZSCORE', KEYS[1], ARGV[i]) then
    redis.call('ZADD', KEYS[1], now + ARGV[1], ARGV[i])
  else
    lost[#lost + 1] = i - 2
  end
end
keep_leases(KEYS[1], now)
return lost
