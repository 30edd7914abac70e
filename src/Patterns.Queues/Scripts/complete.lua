-- Ends messages that were handled and hold nothing else: no place in a group and no de-duplication id.
--
-- KEYS[1]     lane 1
-- KEYS[2]     lane 2
-- KEYS[3]     lane 3
-- KEYS[4]     lane 4
-- ARGV[1]     the consumer group
-- ARGV[2]     the consumer
-- ARGV[3]     1 if lane 1 is shared with other groups
-- ARGV[4...]  for each message: lane, entry, delivery count
-- Returns     the places, counted from 0, of the messages that this worker no longer held
local group, consumer, shared = ARGV[1], ARGV[2], ARGV[3] == '1'
local pending = open_pending(KEYS, group, consumer, (#ARGV - 3) / 3)
local ended, lost = { {}, {}, {}, {} }, {}
for i = 4, #ARGV, 3 do
  local lane, entry = tonumber(ARGV[i]), ARGV[i + 1]
  if holds(pending, lane, entry, ARGV[i + 2]) then
    table.insert(ended[lane], entry)
  else
    lost[#lost + 1] = (i - 4) / 3
  end
end
forget_all(KEYS, group, ended, shared)
return lost
