-- Sends dead letters again, with all their attempts before them.
--
-- KEYS[1...]  the keys of the queue, in the order of open_queue
-- ARGV[1]     limits of groups
-- ARGV[2]     1 if lane 1 is shared with other groups
-- ARGV[3...]  the entries of the dead letters
-- Returns     how many there were
local queue, limits = open_queue(KEYS), open_limits(ARGV[1])
local count = 0
for i = 3, #ARGV do
  local entry = redis.call('XRANGE', queue.dead, ARGV[i], ARGV[i])[1]
  if entry then
    local lane = tonumber(get_field(entry[2], 'l'))
    local own = (lane == 1 and ARGV[2] == '1') and 2 or lane
    local fields = { 'e', get_field(entry[2], 'e') or queue.now }
    for j = 1, #entry[2], 2 do
      local name = entry[2][j]
      -- Lane, reason, error and attempts are the dead letter's; a de-duplication id is free for another message.
      if name ~= 'l' and name ~= 'r' and name ~= 'x' and name ~= 'a' and name ~= 'u' then
        set_field(fields, name, entry[2][j + 1])
      end
    end
    redis.call('XDEL', queue.dead, ARGV[i])
    admit(queue, limits, get_field(fields, 'g'), own, unpack(fields))
    count = count + 1
  end
end
return count
