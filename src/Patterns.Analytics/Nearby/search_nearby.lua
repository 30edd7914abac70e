-- Finds members near a position, nearest first.
--
-- KEYS[1]       the positions
-- KEYS[2]       until when they hold
-- ARGV[1]       how many members to skip
-- ARGV[2]       how many to find
-- ARGV[3...]    where to look, as GEOSEARCH takes it
-- Returns       for each member: the member, its distance, longitude and latitude
-- Those that a sweep leaves over are fewer than were there before; it is done when nothing is over any more.
local now
repeat
  now = sweep(KEYS[1], KEYS[2])
until redis.call('ZCOUNT', KEYS[2], '-inf', string.format('%.0f', now)) == 0
local search = { 'GEOSEARCH', KEYS[1], unpack(ARGV, 3) }
for _, word in ipairs({ 'ASC', 'COUNT', ARGV[1] + ARGV[2], 'WITHCOORD', 'WITHDIST' }) do
  search[#search + 1] = word
end
local rows = redis.call(unpack(search))
local reply = {}
for i = ARGV[1] + 1, #rows do
  local row = rows[i]
  reply[#reply + 1] = { row[1], row[2], row[3][1], row[3][2] }
end
return reply
