-- Tells of several names whether they may exist.
--
-- KEYS[1]       the state: a hash with the bitmap that counts (current, 0 or 1) and the token of a rebuild (building)
-- KEYS[2]       bitmap 0
-- KEYS[3]       bitmap 1
-- ARGV[1]       how many bits stand for a name
-- ARGV[2...]    the bits of all names, one name after the other
-- Returns       1 or 0 for each name; nothing when there is no filter, or Redis has lost its bits
local current = redis.call('HGET', KEYS[1], 'current')
local bits = KEYS[(tonumber(current) or 0) + 2]
if not current or redis.call('EXISTS', bits) == 0 then
  return {}
end
local hashes, answers = tonumber(ARGV[1]), {}
for first = 2, #ARGV, hashes do
  local answer = 1
  for i = first, first + hashes - 1 do
    if redis.call('GETBIT', bits, ARGV[i]) == 0 then
      answer = 0
      break
    end
  end
  answers[#answers + 1] = answer
end
return answers
