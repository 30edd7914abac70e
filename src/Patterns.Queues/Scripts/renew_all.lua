-- Renews every lease, whoever holds it, after the clock of the server was set back: by that clock what was delivered
-- before would stay young for as long as the clock has to catch up.
--
-- KEYS[1...]  the keys of the queue, in the order of open_queue
-- ARGV[1]     the consumer group
-- Returns     how many leases there are
local queue, group = open_queue(KEYS), ARGV[1]
local count = 0
for lane = 1, 3 do
  local key = queue.lanes[lane]
  local from = '-'
  repeat
    local pending = redis.pcall('XPENDING', key, group, from, '+', 1000)
    if pending.err then
      break
    end
    for i = 1, #pending do
      redis.call('XCLAIM', key, group, pending[i][2], 0, pending[i][1], 'JUSTID')
      from = '(' .. pending[i][1]
    end
    count = count + #pending
  until #pending < 1000
end
return count
