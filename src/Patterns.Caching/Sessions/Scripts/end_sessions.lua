-- Ends sessions of one user.
--
-- KEYS[1]      the sessions of the user
-- KEYS[2...]   those that end
-- ARGV[1...]   their names among the user's
-- Returns      how many of them there were
for i = 1, #ARGV do
  redis.call('ZREM', KEYS[1], ARGV[i])
end
return redis.call('DEL', unpack(KEYS, 2))
