-- Submits a score to one shard of a board.
--
-- KEYS[1]    the scores of the shard
-- ARGV[1]    1 if the highest score is best
-- ARGV[2]    best, set, increment, or keep to change nothing
-- ARGV[3]    the member
-- ARGV[4]    the score
-- ARGV[5]    the score of a member that is not there yet, if it has one elsewhere; ? to ask for it; empty if it has
--            none
-- Returns    1 if it was done, with the score before or nil, and the score; 0 if the score from elsewhere is asked for;
--            -1 and the sum, if that is not finite
local held = redis.call('ZSCORE', KEYS[1], ARGV[3])
if not held and ARGV[5] == '?' then
  return { 0 }
end

local seed = not held and ARGV[5] ~= ''
local before = tonumber(held or (seed and ARGV[5]) or nil)
local score, amount = before, tonumber(ARGV[4])
if ARGV[2] == 'increment' then
  score = (before or 0) + amount
  if score - score ~= 0 then
    return { -1, string.format('%.17g', score) }
  end
elseif ARGV[2] == 'set' or (ARGV[2] == 'best' and not before) then
  score = amount
elseif ARGV[2] == 'best' and ((ARGV[1] == '1' and amount > before) or (ARGV[1] ~= '1' and amount < before)) then
  score = amount
end

if score ~= before or seed then
  redis.call('ZADD', KEYS[1], string.format('%.17g', score), ARGV[3])
end
return { 1, before and string.format('%.17g', before) or false, string.format('%.17g', score) }
