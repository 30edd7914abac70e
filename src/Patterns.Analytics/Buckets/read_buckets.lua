-- Reads fields of some chunks.
--
-- KEYS[1...]    the chunks
-- ARGV[1...]    for each chunk: how many fields follow, and the fields
-- Returns       the values in the order of the fields, nil for those that are not there
local reply, at = {}, 1
for i = 1, #KEYS do
  local last = at + ARGV[at]
  while at < last do
    local some = math.min(last, at + 1000)
    local values = redis.call('HMGET', KEYS[i], unpack(ARGV, at + 1, some))
    for v = 1, #values do
      reply[#reply + 1] = values[v]
    end
    at = some
  end
  at = at + 1
end
return reply
