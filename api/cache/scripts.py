"""The Lua that keeps the cache honest: each script is one atomic step in Redis.

MGET reads the marks, not GET: a mark that someone overwrote with another type then
reads as missing instead of failing the script.
"""

STORE = """
if ARGV[2] ~= '' and redis.call('MGET', KEYS[2])[1] == ARGV[2] then
    redis.call('UNLINK', KEYS[2])
end
local fence = tonumber(redis.call('MGET', KEYS[1])[1] or '')
if not fence then
    return -1
end
local version = tonumber(ARGV[1])
if version < fence then
    return 0
end
if version > fence then
    redis.call('SET', KEYS[1], ARGV[1])
end
for i = 3, #KEYS do
    redis.call('SET', KEYS[i], ARGV[2 * i - 2], 'PX', ARGV[2 * i - 3])
end
return 1
"""
"""KEYS: fence, lock, entries. ARGV: version, token, life in milliseconds and value of
each. The lock is given back first, if the token is its own.

Stores values computed at a version, unless the fence is higher (0) or missing (-1).
Raises the fence to the version, so that a slower reader with older data cannot write
after a quicker one with newer data.
"""

# Full Redis must still let go of what has changed: hence allow-oom.
APPLY = """#!lua flags=allow-oom
local id = tonumber(ARGV[1])
local marks = redis.call('MGET', KEYS[1], KEYS[2])
if id > (tonumber(marks[1] or '') or -1) then
    redis.call('SET', KEYS[1], ARGV[1])
end
for i = 3, #KEYS do
    redis.call('UNLINK', KEYS[i])
end
if ARGV[2] == 'done' and id > (tonumber(marks[2] or '') or -1) then
    redis.call('SET', KEYS[2], ARGV[1])
end
"""
"""KEYS: fence, applied, entries to drop. ARGV: invalidation id, 'done' or 'more'."""

RESET = """#!lua flags=allow-oom
local marks = redis.call('MGET', KEYS[1], KEYS[2])
if (marks[1] or '') ~= ARGV[1] or (marks[2] or '') ~= ARGV[2] then
    return 0
end
redis.call('SET', KEYS[1], ARGV[3])
redis.call('UNLINK', KEYS[2])
return 1
"""
"""KEYS: fence, applied. ARGV: both as they were read ('' when missing), new version.

Sets the fence anew and forgets the cursor, if nobody moved either in the meantime.
"""

LOCK = """
local token = false
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then
    token = ARGV[1]
end
return {token, unpack(redis.call('MGET', KEYS[2], KEYS[3]))}
"""
"""KEYS: lock, applied, entry. ARGV: a token, the life of the lock in milliseconds.

Returns the token if the lock was free, and what is stored at that instant: whoever held
the lock before may be through since the caller looked.
"""

UNLOCK = """
if redis.call('GET', KEYS[1]) == ARGV[1] then
    redis.call('DEL', KEYS[1])
end
"""
"""KEYS: lock. ARGV: the token it was taken with."""
