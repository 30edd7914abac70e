-- Renews what is held still, and nothing else: who is no longer a holder stays none.
--
-- KEYS[1...]    the locks
-- ARGV[1]       for how many milliseconds the last tokens are remembered
-- ARGV[2...]    for each lock: the holder's id, how long to hold it from now on in microseconds, and a token that all
--               to come must exceed, 0 if the lock knows it
-- Returns       the positions of the locks that are lost, beginning at 0
local now = microseconds()
local lost = {}
for i = 1, #KEYS do
  local lock = open_lock({ KEYS[i] }, now)
  local holder = lock.find(ARGV[i * 3 - 1])
  if holder then
    lock.extend(holder, tonumber(ARGV[i * 3]))
    lock.raise(tonumber(ARGV[i * 3 + 1]))
    lock.save(ARGV[1])
  else
    lost[#lost + 1] = i - 1
  end
end
return lost
