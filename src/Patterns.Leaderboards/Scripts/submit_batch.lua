-- Submits the scores of many members to the period that the server's clock is in, of every window of a board. All of
-- them change, or none.
--
-- KEYS[1...]    the data of the members, which names the slot when no season is on; then for each period its scores,
--               and its levels if there are dense ranks
-- ARGV[1]       what the caller takes for the time, in microseconds since 1970
-- ARGV[2]       by how many microseconds that may be off
-- ARGV[3]       1 if the highest score is best
-- ARGV[4]       the score that numbers begin with
-- ARGV[5]       how many ticks a score has; 0 when names decide over ties
-- ARGV[6]       when the first tick begins, in microseconds since 1970
-- ARGV[7]       how long a tick is, in microseconds
-- ARGV[8]       the lowest score that is accepted
-- ARGV[9]       the highest score that is accepted
-- ARGV[10]      how many keys a period has
-- ARGV[11]      best, set or increment
-- ARGV[12]      how many members there are
-- ARGV[13...]    for each member its score and its name; then for each period: from and until, when it expires, name
-- Returns       the time in microseconds since 1970; 1 if it was done, 0 if the time is farther off than it may be, -1
--               if a score would be out of bounds; then that score, or how many scores changed in some period
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
if math.abs(now - ARGV[1]) > tonumber(ARGV[2]) then
  return { now, 0 }
end

local scale = open_scale(ARGV[3] == '1', tonumber(ARGV[4]), tonumber(ARGV[5]))
local tick = math.max(0, math.min(scale.ticks - 1, math.floor((now - ARGV[6]) / ARGV[7])))
local mode, count = ARGV[11], tonumber(ARGV[12])
local lowest, highest = tonumber(ARGV[8]), tonumber(ARGV[9])
local width = tonumber(ARGV[10])

-- Names decide over ties, nothing is added and no levels are kept: Redis does all of it by itself.
local command = { best = scale.highest and 'GT' or 'LT', set = 'CH' }
local plain = scale.ticks == 0 and width == 1 and command[mode]

local names = {}
for i = 1, count do
  names[i] = ARGV[12 + 2 * i]
end

local function plan(period)
  local held = redis.call('ZMSCORE', period.scores, unpack(names))
  local numbers, order = {}, {}
  period.before = {}
  for i = 1, count do
    local name, amount = names[i], tonumber(ARGV[11 + 2 * i])
    if numbers[name] == nil then
      numbers[name] = held[i] and tonumber(held[i]) or false
      period.before[name] = numbers[name]
      order[#order + 1] = name
    end
    local score = numbers[name] and scale.decode(numbers[name])
    local result = amount
    if mode == 'increment' then
      result = (score or 0) + amount
      if result < lowest or result > highest then
        return result
      end
    elseif mode == 'best' and score and not scale.is_better(amount, score) then
      result = score
    end
    if result ~= score then
      numbers[name] = scale.encode(result, tick)
    end
  end
  period.numbers, period.order = numbers, order
end

local function write(period, changed)
  local entries = {}
  for _, name in ipairs(period.order) do
    if period.numbers[name] ~= period.before[name] then
      changed[name] = true
      entries[#entries + 1] = exactly(period.numbers[name])
      entries[#entries + 1] = name
    end
  end
  if #entries == 0 then
    return
  end
  redis.call('ZADD', period.scores, unpack(entries))
  if period.levels then
    for i = 1, #entries, 2 do
      add_level(period.levels, scale, tonumber(entries[i]))
    end
    for i = 2, #entries, 2 do
      local before = period.before[entries[i]]
      if before then
        drop_level(period.scores, period.levels, scale, before)
      end
    end
  end
end

local periods = current_periods(now, KEYS, 2, width, ARGV, 13 + 2 * count)
local changed, total = {}, 0
if plain then
  for _, period in ipairs(periods) do
    local isNew = redis.call('EXISTS', period.scores) == 0
    total = math.max(total, redis.call('ZADD', period.scores, plain, 'CH', unpack(ARGV, 13, 12 + 2 * count)))
    if isNew then
      expire_new(period)
    end
  end
  return { now, 1, total }
end

for _, period in ipairs(periods) do
  local refused = plan(period)
  if refused then
    return { now, -1, exactly(refused) }
  end
end
for _, period in ipairs(periods) do
  local isNew = redis.call('EXISTS', period.scores) == 0
  write(period, changed)
  if isNew then
    expire_new(period)
  end
end
for _ in pairs(changed) do
  total = total + 1
end
return { now, 1, total }
