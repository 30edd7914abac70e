-- Which chunks of buckets the time is in. The caller sends those that the server's clock may be in.
--
-- Defines open_chunks(keys, arguments, first)    of the chunks that the arguments describe (from, until, when it
--                     expires in milliseconds, how long its buckets are), those that the time is in, each with its key
--                     and the number of the bucket; and the time. If it is too far from what the caller thought, no
--                    chunks
-- Defines expire_chunk(chunk)    gives the chunk its expiry
local function open_chunks(keys, arguments, first)
  local clock = redis.call('TIME')
  local now = clock[1] * 1000000 + clock[2]
  if math.abs(now - arguments[1]) > tonumber(arguments[2]) then
    return nil, now
  end
  local chunks = {}
  for at = first, #arguments, 4 do
    if now >= tonumber(arguments[at]) and now < tonumber(arguments[at + 1]) then
      chunks[#chunks + 1] = {
        key = keys[(at - first) / 4 + 1],
        expires = arguments[at + 2],
        bucket = string.format('%.0f', math.floor(now / arguments[at + 3])),
      }
    end
  end
  return chunks, now
end

local function expire_chunk(chunk)
  redis.call('PEXPIREAT', chunk.key, chunk.expires)
end
