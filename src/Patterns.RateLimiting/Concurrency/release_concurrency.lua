-- Releases leases; those that are over already are left alone, so that a release can be repeated.
--
-- KEYS[1]       the leases
-- ARGV[1...]    the leases, as `token:permits`
-- Returns       how many permits are taken by others
local clock = redis.call('TIME')
local leases = open_leases(KEYS[1], clock[1] * 1000000 + clock[2])
for i = 1, #ARGV do
  leases.remove(ARGV[i])
end
leases.close()
return leases.used
