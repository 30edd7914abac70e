-- What a worker holds, and how it lets go of it.
--
-- Defines open_pending(lanes, group, consumer, count)  begins to ask about so many entries
-- Defines holds(pending, lane, id, count)              whether the entry is pending for this worker, delivered as often
--                                                      as it says: nobody else has taken it over
-- Defines forget(lanes, group, lane, ids, shared)      acknowledges entries, and deletes them unless their stream is
--                                                      shared with other groups (lane 1 of a subscription)
-- Defines forget_all(lanes, group, ids, shared)        the same for a list of entries of each lane
local function open_pending(lanes, group, consumer, count)
  return { lanes = lanes, group = group, consumer = consumer, count = count, known = {} }
end

local function holds(pending, lane, id, count)
  local key, known = pending.lanes[lane], pending.known[lane]
  if not known then
    known = {}
    pending.known[lane] = known
    if pending.count > 1 then
      -- Who asks about many asks about most of the oldest: one look finds them, and costs less than one for each.
      local oldest = redis.call('XPENDING', key, pending.group, '-', '+', pending.count, pending.consumer)
      for i = 1, #oldest do
        known[oldest[i][1]] = oldest[i][4]
      end
    end
  end
  local delivered = known[id]
  if not delivered then
    local entry = redis.call('XPENDING', key, pending.group, id, id, 1, pending.consumer)[1]
    delivered = entry and entry[4]
  end
  return delivered == tonumber(count)
end

local function forget(lanes, group, lane, ids, shared)
  redis.call('XACK', lanes[lane], group, unpack(ids))
  if lane ~= 1 or not shared then
    redis.call('XDEL', lanes[lane], unpack(ids))
  end
end

local function forget_all(lanes, group, ids, shared)
  for lane = 1, 4 do
    if #ids[lane] > 0 then
      forget(lanes, group, lane, ids[lane], shared)
    end
  end
end
