-- Merges rankings into another one, whose members it replaces.
--
-- Redis merges by itself where the numbers can be merged as they are. Where time decides over ties and scores are added
-- or weighted, they are taken apart: a member reached its sum with the last of the scores that are in it.
--
-- KEYS[1]       the scores of the result
-- KEYS[2]       its levels
-- KEYS[3...]    the scores of the rankings
-- ARGV[1]       the rules
-- ARGV[2]       SUM, MIN or MAX
-- ARGV[3]       1 if the numbers can be merged as they are
-- ARGV[4]       how many numbers may be taken apart
-- ARGV[5]       when the result expires, in milliseconds since 1970, or 0
-- ARGV[6...]    the weights of the rankings
-- Returns       1 if it was done, and how many members the result has; 0 and how many numbers there were, if they were
--               too many; -1 and the score, if one would be out of bounds
local scale = open_scale(ARGV[1])
local minimum, maximum, width = select(6, read_rules(ARGV[1]))
local sources = #KEYS - 2

local function take_apart()
  local scores, ticks, count = {}, {}, 0
  for i = 1, sources do
    count = count + redis.call('ZCARD', KEYS[2 + i])
  end
  if count > tonumber(ARGV[4]) then
    return { 0, count }
  end
  for i = 1, sources do
    local weight = tonumber(ARGV[5 + i])
    local rows = redis.call('ZRANGE', KEYS[2 + i], 0, -1, 'WITHSCORES')
    for at = 1, #rows, 2 do
      local member, number = rows[at], tonumber(rows[at + 1])
      local score, tick = scale.decode(number) * weight, number % scale.ticks
      tick = scale.highest and scale.ticks - 1 - tick or tick
      local other = scores[member]
      if not other then
        scores[member], ticks[member] = score, tick
      elseif ARGV[2] == 'SUM' then
        scores[member], ticks[member] = other + score, math.max(ticks[member], tick)
      elseif score == other then
        ticks[member] = math.min(ticks[member], tick)
      elseif (ARGV[2] == 'MAX') == (score > other) then
        scores[member], ticks[member] = score, tick
      end
    end
  end
  for _, score in pairs(scores) do
    if score < minimum or score > maximum or score % 1 ~= 0 then
      return { -1, exactly(score) }
    end
  end
  redis.call('DEL', KEYS[1])
  for member, score in pairs(scores) do
    redis.call('ZADD', KEYS[1], exactly(scale.encode(score, ticks[member])), member)
  end
end

if ARGV[3] == '1' then
  local command = { 'ZUNIONSTORE', KEYS[1], sources, unpack(KEYS, 3) }
  command[#command + 1] = 'WEIGHTS'
  for i = 1, sources do
    command[#command + 1] = ARGV[5 + i]
  end
  command[#command + 1] = 'AGGREGATE'
  command[#command + 1] = ARGV[2]
  redis.call(unpack(command))
else
  local refusal = take_apart()
  if refusal then
    return refusal
  end
end
if width == 2 then
  rebuild_levels(KEYS[1], KEYS[2], scale)
end
if ARGV[5] ~= '0' then
  redis.call('PEXPIREAT', KEYS[1], ARGV[5])
  redis.call('PEXPIREAT', KEYS[2], ARGV[5])
end
return { 1, redis.call('ZCARD', KEYS[1]) }
