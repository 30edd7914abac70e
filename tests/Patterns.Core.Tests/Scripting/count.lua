-- Adds to a counter, by way of a part.
--
-- KEYS[1]    the counter
-- ARGV[1]    how much to add
-- Returns    the counter's new value
return add(KEYS[1], ARGV[1])
