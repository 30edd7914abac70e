-- What the algorithms share.
--
-- Each algorithm is a function of the state's key, the time, the permits asked for and three numbers of its own. It
-- reads the state and returns two things: how long to wait until the permits are free (0 when they are, nil when they
-- can never be), and a function that charges permits and tells what is left:
--
--   settle(charge, grant, ends) -> remaining, reset after, grant
--
-- It writes only if the charge is not zero, or if the state was written under a window or a rate that has changed
-- since: from then on time passes for what was used as the new limit says, else the wait that a refusal names would be
-- wrong. A charge below zero gives back what a grant took, and only as far as the algorithm still counts it: grant and
-- ends are those of the reply that granted. States hold what was used, never what is left, so that a changed limit
-- applies at once to what was used before. All times are whole microseconds.
--
-- Defines algorithms    the algorithms of this script, by name
-- Defines store(key, microseconds, ...)    stores numbers in MessagePack, for as long as they matter
-- Defines stored(key)    the numbers, or nil
local algorithms = {}

local function store(key, microseconds, ...)
  redis.call('SET', key, cmsgpack.pack(...), 'PX', math.max(1, math.ceil(microseconds / 1000)))
end

local function stored(key)
  local state = redis.call('GET', key)
  if state then
    return cmsgpack.unpack(state)
  end
end
