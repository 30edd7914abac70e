-- Adds to an item of a list of limited size. A new item takes the place of the one with the least, and its sum, which
-- is noted as by how much the new one may be too high: the Space-Saving algorithm of Metwally, Agrawal and El Abbadi,
-- 2005.
--
-- KEYS[1]       the sums of the items
-- KEYS[2]       by how much they may be too high
-- ARGV[1]       the half-life in microseconds, or 0
-- ARGV[2]       when time begins, in microseconds since 1970
-- ARGV[3]       how many items are kept
-- ARGV[4]       for how long the list is kept, in milliseconds
-- ARGV[5...]    for each item how much to add, and the item
-- Returns       how many items the list has
local sums = open_sums(tonumber(ARGV[1]), tonumber(ARGV[2]))
for i = 5, #ARGV, 2 do
  local number, item = sums.of(tonumber(ARGV[i])), ARGV[i + 1]
  local held = redis.call('ZSCORE', KEYS[1], item)
  if held then
    number = sums.add(tonumber(held), number)
  elseif redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[3]) then
    local least = redis.call('ZPOPMIN', KEYS[1])
    redis.call('HDEL', KEYS[2], least[1])
    redis.call('HSET', KEYS[2], item, least[2])
    number = sums.add(tonumber(least[2]), number)
  end
  redis.call('ZADD', KEYS[1], string.format('%.17g', number), item)
end
redis.call('PEXPIRE', KEYS[1], ARGV[4])
redis.call('PEXPIRE', KEYS[2], ARGV[4])
return redis.call('ZCARD', KEYS[1])
