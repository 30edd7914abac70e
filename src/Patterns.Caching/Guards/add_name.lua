-- Adds a name to the filter, and to the one that is being built. A bitmap that does not exist is not begun: with one
-- name in it, it would deny all others.
--
-- KEYS[1]       the state, as in check_names.lua
-- KEYS[2]       bitmap 0
-- KEYS[3]       bitmap 1
-- ARGV[1...]    the bits of the name
-- Returns       1
for bitmap = 2, 3 do
  if redis.call('EXISTS', KEYS[bitmap]) == 1 then
    for i = 1, #ARGV do
      redis.call('SETBIT', KEYS[bitmap], ARGV[i], 1)
    end
  end
end
return 1
