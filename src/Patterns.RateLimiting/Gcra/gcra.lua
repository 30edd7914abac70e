-- GCRA, the generic cell rate algorithm: permits `interval` microseconds apart, of which `burst` may come at once.
--
-- The state is: the theoretical arrival time, which is when the debt will be paid, and the interval. After a change of
-- the interval, as many permits as before are owed.
--
-- Defines algorithms.gcra(key, now, cost, burst, interval)    see algorithms.lua
function algorithms.gcra(key, now, cost, burst, interval)
  local arrival, old_interval = stored(key)
  local debt = arrival and math.max(0, arrival - now) or 0
  local changed = debt > 0 and old_interval ~= interval
  if changed then
    debt = math.ceil(debt * interval / old_interval)
  end

  local retry_after = 0
  if cost > burst then
    retry_after = nil
  else
    retry_after = math.max(0, debt + math.max(cost, 1) * interval - burst * interval)
  end

  return retry_after, function(charge, _, ends)
    if charge < 0 then
      -- What is paid already cannot be given back again.
      debt = math.max(0, debt - math.min(-charge * interval, math.max(0, ends - now)))
    elseif charge > 0 then
      debt = math.min(debt + charge * interval, 8 * burst * interval)
    end
    if charge ~= 0 or changed then
      store(key, debt, now + debt, interval)
    end
    return math.max(0, math.floor((burst * interval - debt) / interval)), debt, 0
  end
end
