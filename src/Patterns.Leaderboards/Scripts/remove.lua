-- Takes members off rankings, and forgets their data.
--
-- KEYS[1]       the data of the members
-- KEYS[2...]    for each ranking its scores, and its levels if there are dense ranks
-- ARGV[1]       the rules
-- ARGV[2...]    the members
-- Returns       how many of the members were on at least one of the rankings
local scale = open_scale(ARGV[1])
local width, removed = select(8, read_rules(ARGV[1])), 0
for i = 2, #ARGV do
  local found = false
  for at = 2, #KEYS, width do
    local number = redis.call('ZSCORE', KEYS[at], ARGV[i])
    if number then
      found = true
      redis.call('ZREM', KEYS[at], ARGV[i])
      if width == 2 then
        drop_level(KEYS[at], KEYS[at + 1], scale, tonumber(number))
      end
    end
  end
  redis.call('HDEL', KEYS[1], ARGV[i])
  removed = removed + (found and 1 or 0)
end
return removed
