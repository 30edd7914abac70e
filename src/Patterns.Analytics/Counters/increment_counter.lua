-- Adds to a counter, in the bucket of each resolution that the server's clock is in.
--
-- KEYS[1...]    the chunks that the server's clock may be in
-- ARGV[1]       what the caller takes for the time, in microseconds since 1970
-- ARGV[2]       by how many microseconds that may be off
-- ARGV[3]       what to add
-- ARGV[4...]    for each chunk: from and until, when it expires, how long its buckets are
-- Returns       the time in microseconds since 1970, and for each resolution what its bucket has now; the time alone if
--               it is farther off than it may be
local chunks, now = open_chunks(KEYS, ARGV, 4)
local reply = { now }
for _, chunk in ipairs(chunks or {}) do
  reply[#reply + 1] = redis.call('HINCRBY', chunk.key, chunk.bucket, ARGV[3])
  if redis.call('HLEN', chunk.key) == 1 then
    expire_chunk(chunk)
  end
end
return reply
