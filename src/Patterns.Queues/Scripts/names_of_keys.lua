-- Tells what keys are called in Redis: a database with a prefix puts it before the names that the program uses.
--
-- KEYS[1...]  the keys
-- Returns     their names
return KEYS
