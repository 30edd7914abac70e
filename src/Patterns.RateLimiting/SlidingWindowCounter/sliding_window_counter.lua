-- Sliding window counter: two fixed windows, of which the earlier counts by the share that the sliding window still
-- covers.
--
-- The state is: start, length, used, used in the window before. After a change of the length, what the old sliding
-- window holds counts in the new one. While the clock is behind the state's window, time stands still.
--
-- Defines algorithms.sliding_window_counter(key, now, cost, limit, window)    see algorithms.lua; grant is the start
function algorithms.sliding_window_counter(key, now, cost, limit, window)
  local start, used, before, changed = now - now % window, 0, 0, false
  local function carried(at, since, length, amount)
    return math.ceil(amount * (length - math.max(0, at - since)) / length)
  end

  local old_start, old_window, old_used, old_before = stored(key)
  if old_start and old_window ~= window then
    if now < old_start + old_window then
      used = old_used + carried(now, old_start, old_window, old_before)
    elseif now < old_start + 2 * old_window then
      used = carried(now, old_start + old_window, old_window, old_used)
    end
    changed = used > 0
  elseif old_start and old_start >= start then
    start, used, before = old_start, old_used, old_before
  elseif old_start and old_start + window == start then
    before = old_used
  end

  local elapsed = math.max(0, now - start)
  local behind = math.max(0, start - now)
  local need = math.max(cost, 1)
  local retry_after = 0
  if cost > limit then
    retry_after = nil
  elseif used + carried(now, start, window, before) + need > limit then
    -- The permits are free when the share of the earlier window has shrunk to the room that the later one leaves.
    local room = limit - need - used
    if room >= 0 then
      retry_after = behind + window - math.floor(room * window / before) - elapsed
    else
      retry_after = behind + window - elapsed + math.max(0, window - math.floor((limit - need) * window / used))
    end
  end

  return retry_after, function(charge, grant)
    if charge > 0 or grant == start then
      used = math.max(0, used + charge)
    elseif grant == start - window then
      before = math.max(0, before + charge)
    end
    if charge ~= 0 or changed then
      store(key, start + 2 * window - now, start, window, used, before)
    end
    local reset_after = 0
    if used > 0 then
      reset_after = start + 2 * window - now
    elseif before > 0 then
      reset_after = start + window - now
    end
    return math.max(0, limit - used - carried(now, start, window, before)), reset_after, start
  end
end
