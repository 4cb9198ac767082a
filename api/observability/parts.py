"""The parts of a running application whose state is observed."""

from dataclasses import dataclass

from api.auth.authenticator import Authenticator
from api.auth.rate_limits import RateLimits
from api.auth.usage_log import UsageLog
from api.cache.invalidation import Listener
from api.cache.marketplaces import Marketplaces
from api.cache.memory_store import MemoryStore
from api.cache.read_through import ReadThroughCache
from api.cache.reads import Reads
from api.cache.redis_store import RedisStore
from api.database import Database


@dataclass(frozen=True, slots=True)
class Parts:
    """One of each; `cache` is Redis, if it is configured."""

    database: Database
    memory: MemoryStore
    cache: RedisStore | None
    listener: Listener
    reads: Reads
    answers: ReadThroughCache
    identities: Authenticator
    limits: RateLimits
    usage: UsageLog
    marketplaces: Marketplaces
