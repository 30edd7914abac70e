-- Releases leases; those that are over already are left alone, so that a release can be repeated.
--
-- KEYS[1]       the leases
-- ARGV[1...]    the leases, as `token:permits`
-- Returns       how many of them were there
local released = 0
for i = 1, #ARGV do
  released = released + release_lease(KEYS[1], ARGV[i])
end
return released
