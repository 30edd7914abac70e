-- Reads the ranks of some members.
--
-- KEYS[1]    the scores of the ranking
-- KEYS[2]    its levels
-- KEYS[3]    the data of the members
-- ARGV[1]    1 if the highest score is best
-- ARGV[2]    the score that numbers begin with
-- ARGV[3]    how many ticks a score has; 0 when names decide over ties
-- ARGV[4]    how ties are ranked: ordinal, competition, modified or dense
-- ARGV[5]    1 to read data too
-- ARGV[6...]    the members
-- Returns       for each member nil, or its rank, its place from 0, its number and its data
local scale = open_scale(ARGV[1] == '1', tonumber(ARGV[2]), tonumber(ARGV[3]))
local places = open_places(KEYS[1], KEYS[2], scale)
local reply = {}
for i = 6, #ARGV do
  local place, number = places.find(ARGV[i])
  reply[i - 5] = place and {
    places.rank(ARGV[4], number, place),
    place,
    exactly(number),
    ARGV[5] == '1' and redis.call('HGET', KEYS[3], ARGV[i]),
  } or false
end
return reply
