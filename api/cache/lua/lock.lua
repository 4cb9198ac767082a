-- Takes the lock of a key if it is free, and reads what is stored at that instant.
--
-- KEYS: the lock, the mark `applied`, the entry.
-- ARGV: a token, the life of the lock in milliseconds.
-- Returns the token or nil when the lock is held, `applied`, the entry.
--
-- The entry is read again because the last holder may have stored it since the caller
-- looked.
local token = false
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then
    token = ARGV[1]
end
return {token, unpack(redis.call('MGET', KEYS[2], KEYS[3]))}
