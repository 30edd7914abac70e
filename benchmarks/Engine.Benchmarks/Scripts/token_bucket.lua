-- A token bucket as recipes have it: reads the time and the bucket, writes it back with a time to live.
--
-- KEYS[1]    the bucket
-- ARGV[1]    how many tokens it holds
-- ARGV[2]    tokens that come back per second
-- ARGV[3]    tokens to take
-- Returns    1 or 0 for taken or not, and the whole tokens that are left
local limit, rate, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local state = redis.call('HMGET', KEYS[1], 't', 'n')
local tokens = tonumber(state[2]) or limit
local elapsed = now - (tonumber(state[1]) or now)
tokens = math.min(limit, tokens + elapsed * rate / 1000000)
local allowed = tokens >= cost
if allowed then tokens = tokens - cost end
redis.call('HSET', KEYS[1], 't', now, 'n', tokens)
redis.call('PEXPIRE', KEYS[1], math.ceil(limit / rate * 1000))
return { allowed and 1 or 0, math.floor(tokens) }
