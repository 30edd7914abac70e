-- Reads what weighs most on a trending board.
--
-- KEYS[1]    the board
-- ARGV[1]    the half-life, in microseconds
-- ARGV[2]    when time begins, in microseconds since 1970
-- ARGV[3]    how many
-- Returns    for each member its name and its weight now, heaviest first
local clock = redis.call('TIME')
local now = (clock[1] * 1000000 + clock[2] - ARGV[2]) / ARGV[1]
local rows = redis.call('ZREVRANGE', KEYS[1], 0, ARGV[3] - 1, 'WITHSCORES')
for i = 2, #rows, 2 do
  rows[i] = string.format('%.17g', 2 ^ (rows[i] - now))
end
return rows
