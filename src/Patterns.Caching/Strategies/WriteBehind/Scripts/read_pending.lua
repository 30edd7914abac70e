-- Reads what was written last under names, and has not reached the source.
--
-- KEYS[1]      the log
-- KEYS[2]      what is pending
-- ARGV[1...]   the names
-- Returns      for each the entry; nil where nothing is pending
local found = {}
for i = 1, #ARGV do
  local version = redis.call('HGET', KEYS[2], 'n' .. ARGV[i])
  local write = version and redis.call('XRANGE', KEYS[1], version .. '-0', version .. '-0')[1]
  found[i] = false
  for field = 1, write and #write[2] or 0, 2 do
    if write[2][field] == 'e' then
      found[i] = write[2][field + 1]
    end
  end
end
return found
