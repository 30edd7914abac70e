-- Reads several entries of one slot.
--
-- KEYS[1...]    the entries
-- Returns       for each entry its bytes, or false if there is none that is a string, and its time left in milliseconds
local answers = {}
for i = 1, #KEYS do
  local bytes = redis.pcall('GET', KEYS[i])
  answers[2 * i - 1] = type(bytes) == 'string' and bytes
  answers[2 * i] = redis.call('PTTL', KEYS[i])
end
return answers
