-- Ends messages that were handled; the next of their groups follow.
--
-- KEYS[1...]  the keys of the queue, in the order of open_queue
-- ARGV[1]     limits of groups
-- ARGV[2]     the consumer group
-- ARGV[3]     the consumer
-- ARGV[4]     1 if lane 1 is shared with other groups
-- ARGV[5...]  for each message: lane, entry, delivery count, id, de-duplication id or empty, group or empty
-- Returns     for each message: 1, or 0 if this worker no longer held it
local queue, limits = open_queue(KEYS), open_limits(ARGV[1])
local group, consumer, shared = ARGV[2], ARGV[3], ARGV[4] == '1'
local done, ended = {}, { {}, {}, {}, {} }
for i = 5, #ARGV, 6 do
  local lane, entry = tonumber(ARGV[i]), ARGV[i + 1]
  local held = holds(queue, group, consumer, lane, entry, ARGV[i + 2])
  done[#done + 1] = held and 1 or 0
  if held then
    table.insert(ended[lane], entry)
    if ARGV[i + 4] ~= '' or ARGV[i + 5] ~= '' then
      local fields = {}
      if ARGV[i + 4] ~= '' then
        set_field(fields, 'u', ARGV[i + 4])
      end
      if ARGV[i + 5] ~= '' then
        set_field(fields, 'g', ARGV[i + 5])
      end
      finish(queue, limits, fields, ARGV[i + 3])
    end
  end
end
for lane = 1, 4 do
  if #ended[lane] > 0 then
    redis.call('XACK', queue.lanes[lane], group, unpack(ended[lane]))
    if lane ~= 1 or not shared then
      redis.call('XDEL', queue.lanes[lane], unpack(ended[lane]))
    end
  end
end
return done
