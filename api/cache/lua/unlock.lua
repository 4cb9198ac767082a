-- Releases a lock, unless it ran out and another process has it now.
--
-- KEYS: the lock.
-- ARGV: the token it was taken with.
-- Returns nothing.
if redis.call('GET', KEYS[1]) == ARGV[1] then
    redis.call('DEL', KEYS[1])
end
