-- Leaky bucket as a queue: permits leave `interval` microseconds apart, and `size` of them may be in the bucket.
--
-- Who is admitted waits until its turn: from now until `grant`. The state is: when the last permit in the bucket will
-- have left, and the interval. After a change of the interval, the turns that were given stay.
--
-- Defines algorithms.leaky_bucket(key, now, cost, size, interval)    see algorithms.lua; grant is when the turn comes
function algorithms.leaky_bucket(key, now, cost, size, interval)
  local free = math.max(now, (stored(key)) or 0)
  local retry_after = 0
  if cost > size then
    retry_after = nil
  else
    retry_after = math.max(0, free - now + math.max(cost, 1) * interval - size * interval)
  end

  return retry_after, function(charge, grant)
    local turn = free
    if charge > 0 then
      free = math.min(free + charge * interval, now + 8 * size * interval)
    elseif charge < 0 and grant - charge * interval == free then
      -- Only the last in the queue can give its turn back: those behind it have been told theirs.
      free = math.max(now, grant)
    end
    if charge ~= 0 then
      store(key, free - now, free, interval)
    end
    return math.max(0, math.floor((size * interval - (free - now)) / interval)), free - now, turn
  end
end
