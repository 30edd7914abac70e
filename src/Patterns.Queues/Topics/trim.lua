-- Deletes from a log what every group has handled: all before the oldest entry that is pending for a group, or that a
-- group has not been given yet. Without groups nothing is deleted.
--
-- KEYS[1]  the log
-- Returns  how many entries were deleted
local key = KEYS[1]
local groups = redis.call('EXISTS', key) == 1 and redis.call('XINFO', 'GROUPS', key) or {}

local function older(one, other)
  local one_time, one_number = string.match(one, '(%d+)-(%d+)')
  local other_time, other_number = string.match(other, '(%d+)-(%d+)')
  if one_time ~= other_time then
    return tonumber(one_time) < tonumber(other_time)
  end
  return tonumber(one_number) < tonumber(other_number)
end

local needed
for i = 1, #groups do
  local info = {}
  for j = 1, #groups[i], 2 do
    info[groups[i][j]] = groups[i][j + 1]
  end
  local oldest
  if info.pending > 0 then
    oldest = redis.call('XPENDING', key, info.name)[2]
  else
    -- The entry that was given last is handled; what comes after it is needed.
    local next = redis.call('XRANGE', key, '(' .. info['last-delivered-id'], '+', 'COUNT', 1)[1]
    oldest = next and next[1]
  end
  if oldest and (not needed or older(oldest, needed)) then
    needed = oldest
  end
end
if #groups == 0 then
  return 0
end
return needed and redis.call('XTRIM', key, 'MINID', needed) or redis.call('XTRIM', key, 'MAXLEN', 0)
