-- Fixed window: each window of time admits `limit` permits. Windows begin at multiples of their length since 1970.
--
-- The state is: start, length, used. After a change of the length, what a window still running has used counts in the
-- new one, and in none after it. While the clock is behind the state's window, time stands still.
--
-- Defines algorithms.fixed_window(key, now, cost, limit, window)    see algorithms.lua; grant is the window's start
function algorithms.fixed_window(key, now, cost, limit, window)
  local start, used, changed = now - now % window, 0, false
  local old_start, old_window, old_used = stored(key)
  if old_start and old_window == window and old_start >= start then
    start, used = old_start, old_used
  elseif old_start and old_window ~= window and now < old_start + old_window then
    used, changed = old_used, true
  end

  local ends = start + window
  local retry_after = 0
  if cost > limit then
    retry_after = nil
  elseif used + math.max(cost, 1) > limit then
    retry_after = ends - now
  end

  return retry_after, function(charge, grant)
    if charge < 0 and grant ~= start then
      charge = 0
    end
    if charge ~= 0 or changed then
      used = math.max(0, used + charge)
      store(key, ends - now, start, window, used)
    end
    return math.max(0, limit - used), ends - now, start
  end
end
