-- Submits a score to one shard of a board.
--
-- KEYS[1]    the scores of the shard
-- KEYS[2]    how often members were removed from the shard
-- ARGV[1]    1 if the highest score is best
-- ARGV[2]    best, set, increment, or keep to change nothing
-- ARGV[3]    the member
-- ARGV[4]    the score
-- ARGV[5]    the score that the member has elsewhere, or empty
-- ARGV[6]    what KEYS[2] was before the score elsewhere was read; ? if it was not read yet; empty if the member can be
--            nowhere else
-- Returns    1 if it was done, with the score before or nil, and the score or nil; 0 and what KEYS[2] is, if the score
--            elsewhere must be read, again if members were removed since; -1 and the sum, if that is not finite
local held = redis.call('ZSCORE', KEYS[1], ARGV[3])
if not held and ARGV[6] ~= '' then
  local removals = redis.call('GET', KEYS[2]) or '0'
  if ARGV[6] ~= removals then
    return { 0, removals }
  end
end

local function text(number)
  return number and string.format('%.17g', number) or false
end

local seed = not held and ARGV[5] ~= ''
local before = tonumber(held or (seed and ARGV[5]) or nil)
local score, amount = before, tonumber(ARGV[4])
if ARGV[2] == 'increment' then
  score = (before or 0) + amount
  if score - score ~= 0 then
    return { -1, text(score) }
  end
elseif ARGV[2] == 'set' or (ARGV[2] == 'best' and not before) then
  score = amount
elseif ARGV[2] == 'best' and ((ARGV[1] == '1' and amount > before) or (ARGV[1] ~= '1' and amount < before)) then
  score = amount
end

if score ~= before or seed then
  redis.call('ZADD', KEYS[1], text(score), ARGV[3])
end
return { 1, text(before), text(score) }
