-- Submits the scores of many members to the period that the server's clock is in, of every window of a board. All of
-- them change, or none.
--
-- KEYS[1...]    the data of the members, which names the slot when no season is on; then for each period its scores,
--               and its levels if there are dense ranks
-- ARGV[1]       the rules
-- ARGV[2]       the periods
-- ARGV[3]       best, set or increment
-- ARGV[4...]    for each member its score and its name
-- Returns       the time in microseconds since 1970; 1 if it was done, 0 if it is beyond the periods, -1 if a score
--               would be out of bounds; then that score, or how many scores changed in some period
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local first, last = period_row(ARGV[2], 0)
if now < first or now >= last then
  return { now, 0 }
end

local scale = open_scale(ARGV[1])
local epoch, resolution, lowest, highest, width = select(4, read_rules(ARGV[1]))
local tick = math.max(0, math.min(scale.ticks - 1, math.floor((now - epoch) / resolution)))
local mode, count = ARGV[3], (#ARGV - 3) / 2

-- Names decide over ties, nothing is added and no levels are kept: Redis does all of it by itself.
local command = { best = scale.highest and 'GT' or 'LT', set = 'CH' }
local plain = scale.ticks == 0 and width == 1 and command[mode]

local names = {}
for i = 1, count do
  names[i] = ARGV[3 + 2 * i]
end

local function plan(period)
  local held = redis.call('ZMSCORE', period.scores, unpack(names))
  local numbers, order = {}, {}
  period.before = {}
  for i = 1, count do
    local name, amount = names[i], tonumber(ARGV[2 + 2 * i])
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

local periods = {}
for i = 1, count_periods(ARGV[2]) do
  local from, over, expires = period_row(ARGV[2], i)
  if now >= from and now < over then
    local at = 2 + (i - 1) * width
    periods[#periods + 1] = { scores = KEYS[at], levels = width == 2 and KEYS[at + 1], expires = expires }
  end
end

local changed, total = {}, 0
if plain then
  for _, period in ipairs(periods) do
    local isNew = redis.call('EXISTS', period.scores) == 0
    total = math.max(total, redis.call('ZADD', period.scores, plain, 'CH', unpack(ARGV, 4)))
    if isNew then
      expire_new(period.expires, period.scores, period.levels)
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
    expire_new(period.expires, period.scores, period.levels)
  end
end
for _ in pairs(changed) do
  total = total + 1
end
return { now, 1, total }
