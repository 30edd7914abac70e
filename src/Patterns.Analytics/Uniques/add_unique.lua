-- Adds members to the HyperLogLog of the bucket that the server's clock is in.
--
-- KEYS[1...]    the buckets that the server's clock may be in
-- ARGV[1]       what the caller takes for the time, in microseconds since 1970
-- ARGV[2]       by how many microseconds that may be off
-- ARGV[3]       how many members there are
-- ARGV[4...]    the members; then for each bucket: from and until, when it expires, how long it is
-- Returns       the time in microseconds since 1970, and 1 if the estimate changed; the time alone if it is farther off
--               than it may be
local count = tonumber(ARGV[3])
local chunks, now = open_chunks(KEYS, ARGV, 4 + count)
if not chunks then
  return { now }
end
local changed = redis.call('PFADD', chunks[1].key, unpack(ARGV, 4, 3 + count))
if changed == 1 then
  expire_chunk(chunks[1])
end
return { now, changed }
