"""How many requests each caller has: counted in Redis, spent from leases in memory.

A process takes a fiftieth of a limit from Redis at a time and spends it without asking
again, so that a busy caller costs one round trip in many. What a process has taken and
not spent is lost to the others when the window ends: with four processes a caller gets
between 94 and 100 % of its limit, never more.

Windows stand on the clock, each caller's at a place of its own, so that every process
knows their end without asking. A full window and the next one can meet: for a moment
twice the limit passes, as with every fixed window.

Without Redis each process counts for itself, up to its share of the limit. What it has
counted is put back when Redis returns with less.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from time import monotonic, time
from typing import Any, NamedTuple
from zlib import crc32

import limits
import structlog
from limits.aio.storage import RedisStorage
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.maint_notifications import MaintNotificationsConfig

from api.callers import Caller
from api.settings import Settings

log = structlog.get_logger()

LEASES_OF_A_LIMIT = 50
PAUSE_AFTER_FAILURE = 1.0
BUCKETS_KEPT = 20_000


class Policy(NamedTuple):
    """A limit under its name: so many requests in so many seconds."""

    name: str
    amount: int
    seconds: int

    @property
    def header(self) -> str:
        """Return the policy as an item of RateLimit-Policy."""
        return f'"{self.name}";q={self.amount};w={self.seconds}'


def policy(name: str, rate: str, factor: int = 1) -> Policy:
    """Return the policy for a rate like 600/minute."""
    item = limits.parse(rate)
    return Policy(name, item.amount * factor, item.get_expiry())


class Standing(NamedTuple):
    """How a caller stands with one policy after a request."""

    policy: Policy
    is_within: bool
    remaining: int
    reset_after: int


@dataclass(slots=True)
class Bucket:
    """One caller's window as this process knows it.

    `counted` is the newest count over all processes, `taken` this process' part of it,
    `in_hand` what of that is not spent yet.
    """

    window: int
    ends_at: float
    in_hand: int = 0
    taken: int = 0
    counted: int = 0
    is_spent: bool = False
    leasing: "asyncio.Task[None] | None" = None


class RateLimits:
    """Counts requests for one process."""

    def __init__(self, settings: Settings) -> None:
        """Take the limits; no connection is made yet."""
        self._timeout = settings.redis_timeout
        self._processes = settings.processes
        self._retry_at = float("-inf")
        self._buckets: dict[tuple[str, str], Bucket] = {}
        self._redis: RedisStorage | None = None
        if settings.redis_url:
            timeout = max(1.0, settings.redis_timeout)
            options: dict[str, Any] = {
                "socket_timeout": timeout,
                "socket_connect_timeout": timeout,
                "retry": Retry(NoBackoff(), 0),
                "maint_notifications_config": MaintNotificationsConfig(enabled=False),
            }
            self._redis = RedisStorage(
                f"async+{settings.redis_url}",
                implementation="redispy",
                key_prefix="asinmart:limit",
                **options,
            )
        factor = settings.limit_tenant_factor
        self._by_tier = {}
        for tier, rate in (
            ("free", settings.limit_free),
            ("pro", settings.limit_pro),
            ("enterprise", settings.limit_enterprise),
        ):
            self._by_tier[tier] = (
                policy(tier, rate),
                policy(f"{tier}-tenant", rate, factor),
            )
        self._anonymous = policy("anonymous", settings.limit_anonymous)
        self._failures = policy("failures", settings.limit_failures)

    async def close(self) -> None:
        """Close the connections."""
        tasks = [b.leasing for b in self._buckets.values() if b.leasing is not None]
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._redis is not None:
            await self._redis.bridge.get_connection().aclose()  # type: ignore[attr-defined]

    @property
    def is_alone(self) -> bool:
        """Whether Redis was found missing a moment ago."""
        return self._redis is None or monotonic() < self._retry_at

    async def take(self, caller: Caller, limited_as: str) -> Sequence[Standing]:
        """Count a request of a caller; the first that is not within refuses it.

        Whoever brings credentials has a limit of its own, and all of a tenant's
        together have another.
        """
        if caller.key_prefix is None and caller.subject is None:
            return (await self._take(self._anonymous, limited_as),)
        own, shared = self._by_tier[caller.tier]
        first = await self._take(own, limited_as)
        if not first.is_within:
            return (first,)
        second = await self._take(shared, str(caller.tenant_id))
        if not second.is_within:
            self._buckets[own.name, limited_as].in_hand += 1
        return (first, second)

    def may_fail(self, address: str) -> Standing:
        """Tell how an address stands with failed attempts; this process' alone."""
        return self._stand(self._failures, self._bucket(self._failures, address))

    def note_failure(self, address: str) -> None:
        """Count a failed attempt to come in."""
        bucket = self._bucket(self._failures, address)
        bucket.counted += 1
        bucket.is_spent = bucket.counted >= self._failures.amount

    async def _take(self, policy: Policy, name: str) -> Standing:
        while True:
            bucket = self._bucket(policy, name)
            if bucket.in_hand > 0:
                bucket.in_hand -= 1
                return self._stand(policy, bucket, is_within=True)
            if bucket.is_spent:
                return self._stand(policy, bucket)
            if bucket.leasing is None:
                bucket.leasing = asyncio.create_task(self._lease(policy, name, bucket))
            await asyncio.shield(bucket.leasing)

    def _bucket(self, policy: Policy, name: str) -> Bucket:
        now = time()
        bucket = self._buckets.get((policy.name, name))
        if bucket is None or now >= bucket.ends_at:
            offset = crc32(name.encode()) % policy.seconds
            window = int(now + offset) // policy.seconds
            ends_at = (window + 1) * policy.seconds - offset
            if bucket is None and len(self._buckets) >= BUCKETS_KEPT:
                self._make_room(now)
            bucket = Bucket(window, ends_at)
            self._buckets[policy.name, name] = bucket
        return bucket

    def _make_room(self, now: float) -> None:
        """Drop windows that have ended, else a tenth: those made first."""
        names = [n for n, bucket in self._buckets.items() if now >= bucket.ends_at]
        for name in names or list(self._buckets)[: BUCKETS_KEPT // 10]:
            del self._buckets[name]

    def _stand(
        self, policy: Policy, bucket: Bucket, is_within: bool | None = None
    ) -> Standing:
        return Standing(
            policy,
            not bucket.is_spent if is_within is None else is_within,
            max(0, policy.amount - bucket.counted) + bucket.in_hand,
            max(1, int(bucket.ends_at - time()) + 1),
        )

    async def _lease(self, policy: Policy, name: str, bucket: Bucket) -> None:
        wanted = max(1, policy.amount // LEASES_OF_A_LIMIT)
        try:
            counted = None
            if self._redis is not None and not self.is_alone:
                counted = await self._count(
                    self._redis, policy, f"{policy.name}:{name}", bucket, wanted
                )
            if counted is None:
                # This process' share, of which it may have spent a part already.
                share = -(-policy.amount // self._processes)
                granted = min(wanted, share - bucket.taken)
                bucket.counted = max(bucket.counted + granted, bucket.taken)
            else:
                granted = min(wanted, policy.amount - (counted - wanted))
                bucket.counted = counted
            bucket.is_spent = granted <= 0
            bucket.taken += max(0, granted)
            bucket.in_hand += max(0, granted)
        finally:
            bucket.leasing = None

    async def _count(
        self,
        redis: RedisStorage,
        policy: Policy,
        name: str,
        bucket: Bucket,
        wanted: int,
    ) -> int | None:
        """Add to the count in Redis and return it; None when Redis fails."""
        key = f"{name}:{bucket.window}"
        try:
            async with asyncio.timeout(self._timeout):
                counted = await redis.incr(key, policy.seconds + 1, wanted)
                forgotten = bucket.taken + wanted - counted
                if forgotten > 0:
                    counted = await redis.incr(key, policy.seconds + 1, forgotten)
                return counted
        except (RedisError, OSError, TimeoutError) as error:
            if monotonic() >= self._retry_at:
                log.warning("limits_counted_alone", error=str(error))
            self._retry_at = monotonic() + PAUSE_AFTER_FAILURE
            return None


def limit_headers(standings: Sequence[Standing]) -> list[tuple[bytes, bytes]]:
    """Return RateLimit-Policy with every policy, RateLimit with the tightest."""
    policies = ", ".join(standing.policy.header for standing in standings)
    tightest = min(standings, key=lambda s: (s.is_within, s.remaining))
    state = f'"{tightest.policy.name}";r={tightest.remaining};t={tightest.reset_after}'
    return [
        (b"ratelimit-policy", policies.encode()),
        (b"ratelimit", state.encode()),
    ]
