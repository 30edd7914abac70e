-- The different scores of a ranking, each once, in a sorted set of their own: dense ranks are places in it. A level is
-- the least number of its score.
--
-- Defines add_level(levels, scale, number)    notes the score of a number that was added
-- Defines drop_level(scores, levels, scale, number)    forgets the score of a number that was replaced or removed,
--                     unless others have it
-- Defines rebuild_levels(scores, levels, scale)    notes all scores of a ranking
local function add_level(levels, scale, number)
  local level = exactly(scale.first(number))
  redis.call('ZADD', levels, level, level)
end

local function drop_level(scores, levels, scale, number)
  local level = exactly(scale.first(number))
  if redis.call('ZCOUNT', scores, level, exactly(scale.last(number))) == 0 then
    redis.call('ZREM', levels, level)
  end
end

local function rebuild_levels(scores, levels, scale)
  redis.call('DEL', levels)
  local next = redis.call('ZRANGE', scores, 0, 0, 'WITHSCORES')
  while next[2] do
    local number = tonumber(next[2])
    add_level(levels, scale, number)
    next = redis.call(
      'ZRANGEBYSCORE', scores, '(' .. exactly(scale.last(number)), '+inf', 'WITHSCORES', 'LIMIT', 0, 1)
  end
end
