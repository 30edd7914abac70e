-- Reads the scores at every so many places of a shard.
--
-- KEYS[1]    the scores of the shard
-- ARGV[1]    1 if the highest score is best
-- ARGV[2]    how many scores to read at most
-- Returns    how many members there are, how many places there are from one score to the next, and the scores, best
--            first
local count = redis.call('ZCARD', KEYS[1])
local step = math.max(1, math.ceil(count / ARGV[2]))
local reply = { count, step }
for place = step, count, step do
  local row = redis.call(
    ARGV[1] == '1' and 'ZREVRANGE' or 'ZRANGE', KEYS[1], place - 1, place - 1, 'WITHSCORES')
  reply[#reply + 1] = row[2]
end
return reply
