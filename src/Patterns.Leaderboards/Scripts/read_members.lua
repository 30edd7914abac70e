-- Reads the ranks of some members.
--
-- KEYS[1...]    the scores of the ranking; its levels, if ranks are dense; the data of the members, if it is asked for
-- ARGV[1]       the rules
-- ARGV[2]       how ties are ranked: ordinal, competition, modified or dense
-- ARGV[3]       1 to read data too
-- ARGV[4...]    the members
-- Returns       for each member nil, or its rank, its place from 0, its number and its data
local scores, levels = unpack(KEYS)
local scale = open_scale(ARGV[1])
local places = open_places(scores, levels, scale)
local reply = {}
for i = 4, #ARGV do
  local place, number = places.find(ARGV[i])
  reply[i - 3] = place and {
    places.rank(ARGV[2], number, place),
    place,
    exactly(number),
    ARGV[3] == '1' and redis.call('HGET', KEYS[#KEYS], ARGV[i]),
  } or false
end
return reply
