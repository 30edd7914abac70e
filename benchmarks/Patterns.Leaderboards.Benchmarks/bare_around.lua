-- What one would write by hand for a member with its neighbours.
--
-- KEYS[1]    the board
-- ARGV[1]    the member
-- ARGV[2]    how many on each side
-- Returns    members and scores
local place = redis.call('ZREVRANK', KEYS[1], ARGV[1])
return redis.call('ZREVRANGE', KEYS[1], math.max(0, place - ARGV[2]), place + ARGV[2], 'WITHSCORES')
