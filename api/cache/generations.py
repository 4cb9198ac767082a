"""Answers that differ between tenants, in a cache whose invalidations name no tenant.

What a tenant compares is its own, and so are the answers about it. An invalidation says
which products changed, not which of a thousand tenants asked about them: so one key a
main product, the anchor, holds a token; the tenants' keys have that token in them; and
dropping the anchor, which every invalidation of the product does, leaves all of them
behind, to expire unseen.

An anchor is stored as an answer is, at a data version, so that none that was made
before an invalidation can be put back after it.
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
    """Return a tenant's question with the token in its key; None: it may not be kept.

    Raises nothing: without a cache that can be trusted the answer is not kept.
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
