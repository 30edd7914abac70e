-- Reads a member's place on a trending board.
--
-- KEYS[1]    the board
-- ARGV[1]    the half-life, in microseconds
-- ARGV[2]    when time begins, in microseconds since 1970
-- ARGV[3]    the member
-- Returns    the place from 0 and the weight now; nothing if the member is not there
local clock = redis.call('TIME')
local now = (clock[1] * 1000000 + clock[2] - ARGV[2]) / ARGV[1]
local number = redis.call('ZSCORE', KEYS[1], ARGV[3])
if not number then
  return {}
end
return { redis.call('ZREVRANK', KEYS[1], ARGV[3]), string.format('%.17g', 2 ^ (number - now)) }
