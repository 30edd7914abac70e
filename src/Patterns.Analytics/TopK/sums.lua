-- How sums stand in a list: as they are, or with a half-life as the logarithm to base 2 of the sum of what was added,
-- each as heavy as if it had grown since the beginning of time. All of it fades alike, so nothing needs to be
-- rewritten.
--
-- Defines open_sums(half_life, epoch)    the functions below; the half-life in microseconds, or 0
-- Defines sums.of(weight)    the number of a weight that is added now
-- Defines sums.add(a, b)    the number of the sum of two
-- Defines sums.now(number)    what a number weighs now
local function open_sums(half_life, epoch)
  local sums = {}
  if half_life == 0 then
    function sums.of(weight) return weight end
    function sums.add(a, b) return a + b end
    function sums.now(number) return number end
    return sums
  end

  local clock = redis.call('TIME')
  local time = (clock[1] * 1000000 + clock[2] - epoch) / half_life
  local log2 = math.log(2)

  function sums.of(weight)
    return time + math.log(weight) / log2
  end

  function sums.add(a, b)
    local low, high = math.min(a, b), math.max(a, b)
    return high + math.log(1 + 2 ^ (low - high)) / log2
  end

  function sums.now(number)
    return 2 ^ (number - time)
  end

  return sums
end
