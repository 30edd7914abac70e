-- Token bucket: a bucket of `capacity` tokens that fills at a steady rate; a permit takes a token.
--
-- What is counted is the water that is missing: a permit takes `unit` drops and the bucket gets `rate` drops back in
-- each microsecond, both whole numbers, so nothing is ever rounded. The state is: missing, time, unit, rate. After a
-- change of the rate, the permits that are missing stay missing. A clock that went back adds no water.
--
-- Defines algorithms.token_bucket(key, now, cost, capacity, unit, rate)    see algorithms.lua
function algorithms.token_bucket(key, now, cost, capacity, unit, rate)
  local missing, since, old_unit, old_rate = stored(key)
  local changed = false
  if missing then
    missing = math.max(0, missing - math.max(0, now - since) * old_rate)
    changed = missing > 0 and (old_unit ~= unit or old_rate ~= rate)
    if old_unit ~= unit then
      missing = math.ceil(missing * unit / old_unit)
    end
  else
    missing, since = 0, now
  end

  local full = capacity * unit
  local behind = math.max(0, since - now)
  local function time_for(drops)
    return behind + math.ceil(drops / rate)
  end

  local retry_after = 0
  local lacking = missing + math.max(cost, 1) * unit - full
  if cost > capacity then
    retry_after = nil
  elseif lacking > 0 then
    retry_after = time_for(lacking)
  end

  return retry_after, function(charge, _, ends)
    if charge < 0 then
      -- Water that has come back since then cannot be given back again.
      missing = math.max(0, missing - math.min(-charge * unit, math.max(0, ends - now - 1) * rate))
    elseif charge > 0 then
      -- A debt of seven buckets is as good as any, and keeps the numbers whole.
      missing = math.min(missing + charge * unit, 8 * full)
    end
    local reset_after = missing > 0 and time_for(missing) or 0
    if charge ~= 0 or changed then
      store(key, reset_after, missing, math.max(now, since), unit, rate)
    end
    return math.max(0, math.floor((full - missing) / unit)), reset_after, 0
  end
end
