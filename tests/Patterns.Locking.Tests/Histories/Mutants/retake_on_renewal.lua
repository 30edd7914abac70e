-- A planted fault: renews what is held, and takes again what is not.
--
-- KEYS[1...]    the locks
-- ARGV[1]       for how many milliseconds the last tokens are remembered
-- ARGV[2...]    for each lock: the holder's id, how long to hold it from now on in microseconds, and a token that all
--               to come must exceed, 0 if the lock knows it
-- Returns       nothing that is lost
local now = microseconds()
for i = 1, #KEYS do
  local lock = open_lock({ KEYS[i] }, now)
  local holder = lock.find(ARGV[i * 3 - 1])
  if holder then
    lock.extend(holder, tonumber(ARGV[i * 3]))
  elseif lock.fits(1, 1) then
    lock.grant(ARGV[i * 3 - 1], 1, tonumber(ARGV[i * 3]))
  end
  lock.save(ARGV[1])
end
return {}
