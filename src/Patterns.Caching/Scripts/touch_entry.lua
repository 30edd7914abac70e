-- Lets an entry with a sliding expiry live on, because it was read.
--
-- KEYS[1]    the entry
-- Returns    1, or 0 when there is no such entry
local now = now_us()
local entry = read_entry(KEYS[1], now)
if not entry or not entry.fresh or bit.band(entry.flags, SLIDING) == 0 then
  return 0
end
local window, ending = struct.unpack('>I8I8', redis.call('GETRANGE', KEYS[1], HEADER, HEADER + 15))
local left = math.floor((ending - now) / 1000)
redis.call('PEXPIRE', KEYS[1], math.max(1, math.min(window, left) + entry.retention))
return 1
