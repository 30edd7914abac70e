-- Takes the leases of several entries of one slot, or answers what stands there instead, as lease_entry.lua does.
--
-- KEYS[1...]    the entries
-- ARGV[1]       how long a lease lasts, in milliseconds
-- ARGV[2]       how long a lease without a value stands, in milliseconds; longer than it lasts
-- ARGV[3...]    for each entry: the token; the stamp that the caller has seen, or nothing; 1 to take the lease though
--               what the caller has seen is fresh
-- Returns       the answer for each entry
local answers = {}
for i = 1, #KEYS do
  local at = 3 * i
  answers[i] = lease(KEYS[i], ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[1], ARGV[2], '0')
end
return answers
