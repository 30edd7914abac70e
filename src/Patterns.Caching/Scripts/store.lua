-- How an entry is written.
--
-- Defines store(key, bytes, kept)    writes an entry that is kept for so many milliseconds; the header of one with a
--                                    sliding expiry gets the server's time at which it ends however often it is read
local function store(key, bytes, kept)
  if bit.band(string.byte(bytes, 3), SLIDING) ~= 0 then
    local lifetime = struct.unpack('>I8', bytes, HEADER + 9)
    local ending = struct.pack('>I8', now_us() + lifetime * 1000)
    bytes = string.sub(bytes, 1, HEADER + 8) .. ending .. string.sub(bytes, HEADER + 17)
  end
  redis.call('SET', key, bytes, 'PX', kept)
end
