-- Adds a weight to a member of a trending board.
--
-- A member's number is the logarithm to base 2 of the sum of its hits, each as heavy as it would be had it been made in
-- the beginning of time and grown since: a hit of weight w at t half-lives is log2(w) + t. All members lose half of
-- their weight in the same time, so their order and their numbers stay as they are while time passes. Nothing is ever
-- rewritten, and nothing overflows.
--
-- KEYS[1]    the board
-- ARGV[1]    the half-life, in microseconds
-- ARGV[2]    when time begins, in microseconds since 1970
-- ARGV[3]    the member
-- ARGV[4]    the weight
-- ARGV[5]    how many members are kept
-- ARGV[6]    for how many half-lives a board without hits is kept
-- Returns    the member's weight now
local clock = redis.call('TIME')
local half_life = tonumber(ARGV[1])
local now = (clock[1] * 1000000 + clock[2] - ARGV[2]) / half_life
local log2 = math.log(2)

local number = now + math.log(tonumber(ARGV[4])) / log2
local held = redis.call('ZSCORE', KEYS[1], ARGV[3])
if held then
  local low, high = math.min(number, tonumber(held)), math.max(number, tonumber(held))
  number = high + math.log(1 + 2 ^ (low - high)) / log2
end

local added = redis.call('ZADD', KEYS[1], string.format('%.17g', number), ARGV[3])
if added == 1 and redis.call('ZCARD', KEYS[1]) > ARGV[5] * 1.25 then
  redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -(ARGV[5] + 1))
end
redis.call('PEXPIRE', KEYS[1], string.format('%.0f', math.ceil(half_life * ARGV[6] / 1000)))
return string.format('%.17g', 2 ^ (number - now))
