-- Which periods of a board's windows a submission counts in. The caller sends those that the server's clock may be in.
--
-- Defines current_periods(now, keys, first_key, width, arguments, first)    of the periods described by the arguments
--                     (from and until in microseconds, when it expires in milliseconds or 0, name), those that now is
--                    in
-- Defines expire_new(period)    gives the keys of a period their expiry, when its first member was added
local function current_periods(now, keys, first_key, width, arguments, first)
  local periods = {}
  for at = first, #arguments, 4 do
    if now >= tonumber(arguments[at]) and now < tonumber(arguments[at + 1]) then
      local index = (at - first) / 4
      periods[#periods + 1] = {
        index = index,
        scores = keys[first_key + index * width],
        levels = width == 2 and keys[first_key + index * width + 1],
        expires = arguments[at + 2],
        name = arguments[at + 3],
      }
    end
  end
  return periods
end

local function expire_new(period)
  if period.expires ~= '0' then
    redis.call('PEXPIREAT', period.scores, period.expires)
    if period.levels then
      redis.call('PEXPIREAT', period.levels, period.expires)
    end
  end
end
