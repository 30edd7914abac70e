-- Reads the items of a list with the highest sums.
--
-- KEYS[1]    the sums of the items
-- KEYS[2]    by how much they may be too high
-- ARGV[1]    the half-life in microseconds, or 0
-- ARGV[2]    when time begins, in microseconds since 1970
-- ARGV[3]    how many
-- Returns    for each item: the item, its sum, by how much that may be too high
local sums = open_sums(tonumber(ARGV[1]), tonumber(ARGV[2]))
local rows = redis.call('ZREVRANGE', KEYS[1], 0, ARGV[3] - 1, 'WITHSCORES')
local reply = {}
for i = 1, #rows, 2 do
  local high = redis.call('HGET', KEYS[2], rows[i])
  reply[#reply + 1] = rows[i]
  reply[#reply + 1] = string.format('%.17g', sums.now(tonumber(rows[i + 1])))
  reply[#reply + 1] = high and string.format('%.17g', sums.now(tonumber(high))) or '0'
end
return reply
