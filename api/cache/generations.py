"""Generations: cache keys for answers that an invalidation does not name one by one.

Each tenant has its own comparisons, but an invalidation names products, not the tenants
that read them. So each main product has one generation key that holds a token, and the
tenants' keys contain that token. Every invalidation of the product drops the generation
key; the tenants' entries are then unreachable and expire. A brand of a tenant has such
a key too, for its lists: their filters are not known to an invalidation.

A generation is stored with a data version like an answer, so that one that was read
before an invalidation cannot be put back after it.
"""

from dataclasses import replace
from datetime import timedelta
from secrets import token_hex
from time import time

from api.cache.batch_loader import CachedQuery
from api.cache.entry import Entry
from api.cache.redis_store import CacheUnavailable, RedisStore

GENERATION_LIFE = timedelta(days=2)


async def scoped_to_generation(
    question: CachedQuery, anchor: str, cache: RedisStore | None
) -> CachedQuery | None:
    """Return a query with the token in its key; None: do not cache it.

    Raises nothing: without a Redis in step the answer is not cached.
    """
    if cache is None:
        return None
    try:
        entry = await cache.get(anchor)
        if entry is not None:
            token = entry.body.decode()
        else:
            created = time()
            until = created + GENERATION_LIFE.total_seconds()
            token = token_hex(8)
            version = await cache.fence()
            made = Entry(version, created, until, b"", token.encode())
            if not await cache.put([(anchor, made)]):
                return None
    except CacheUnavailable:
        return None
    return replace(question, key=f"{question.key}#{token}")
