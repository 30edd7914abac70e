-- Whether a key exists.
--
-- KEYS[1]    the key
-- Returns    1 if it does, else 0
return redis.call('EXISTS', KEYS[1])
