-- The periods of a board's windows that the server's clock may be in, as the caller packs them: numbers of eight bytes,
-- three in a row. The first row is from when and until when these are all that the clock may be in, and when the data
-- of members expires. Each further row is from when and until when a period lasts, and when it expires. Moments are in
-- microseconds since 1970, expiries in milliseconds; 0 is never.
--
-- Defines period_row(periods, row)    the three numbers of a row, from 0
-- Defines count_periods(periods)    how many rows there are after the first
-- Defines expire_new(expires, scores, levels)    gives the keys of a period their expiry, when its first member was
--                    added
local function period_row(periods, row)
  return struct.unpack('>ddd', periods, row * 24 + 1)
end

local function count_periods(periods)
  return #periods / 24 - 1
end

local function expire_new(expires, scores, levels)
  if expires > 0 then
    redis.call('PEXPIREAT', scores, expires)
    if levels then
      redis.call('PEXPIREAT', levels, expires)
    end
  end
end
