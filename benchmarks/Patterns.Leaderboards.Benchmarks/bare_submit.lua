-- What one would write by hand for four boards, all of whose names are known: keep the better score, and say the rank.
--
-- KEYS[1...]    the boards
-- ARGV[1]       the score
-- ARGV[2]       the member
-- Returns       for each board: rank before, rank, score before, score
local reply = {}
for i = 1, #KEYS do
  local at = #reply
  reply[at + 1] = redis.call('ZREVRANK', KEYS[i], ARGV[2])
  reply[at + 3] = redis.call('ZSCORE', KEYS[i], ARGV[2])
  redis.call('ZADD', KEYS[i], 'GT', ARGV[1], ARGV[2])
  reply[at + 2] = redis.call('ZREVRANK', KEYS[i], ARGV[2])
  reply[at + 4] = redis.call('ZSCORE', KEYS[i], ARGV[2])
end
return reply
