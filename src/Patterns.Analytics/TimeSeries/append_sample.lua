-- Appends a sample to a series, and makes it part of the bucket of each resolution that the server's clock is in.
--
-- KEYS[1]       the stream of samples
-- KEYS[2...]    the chunks that the server's clock may be in
-- ARGV[1]       what the caller takes for the time, in microseconds since 1970
-- ARGV[2]       by how many microseconds that may be off
-- ARGV[3]       the sample
-- ARGV[4]       for how long samples are kept, in milliseconds
-- ARGV[5...]    for each chunk: from and until, when it expires, how long its buckets are
-- Returns       the time in microseconds since 1970, and the id of the sample; the time alone if it is farther off than
--               it may be
local stream = KEYS[1]
local chunks, now = open_chunks({ unpack(KEYS, 2) }, ARGV, 5)
if not chunks then
  return { now }
end

local function exactly(number)
  return string.format('%.17g', number)
end

local sample = tonumber(ARGV[3])
local oldest = string.format('%.0f', math.max(0, math.floor(now / 1000) - ARGV[4]))
local id = redis.call('XADD', stream, 'MINID', '~', oldest, '*', 'v', ARGV[3])
redis.call('PEXPIRE', stream, ARGV[4])
for _, chunk in ipairs(chunks) do
  local held = redis.call('HGET', chunk.key, chunk.bucket)
  local count, sum, low, high = 1, sample, sample, sample
  if held then
    local c, s, l, h = string.match(held, '^(%S+) (%S+) (%S+) (%S+)')
    count, sum = c + 1, s + sample
    low, high = math.min(sample, tonumber(l)), math.max(sample, tonumber(h))
  end
  redis.call('HSET', chunk.key, chunk.bucket,
    table.concat({ exactly(count), exactly(sum), exactly(low), exactly(high), ARGV[3] }, ' '))
  if not held and redis.call('HLEN', chunk.key) == 1 then
    expire_chunk(chunk)
  end
end
return { now, id }
