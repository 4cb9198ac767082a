"""Rate limits: counted in Redis, spent from leases in memory.

A process takes a fiftieth of a limit from Redis at a time and spends it without another
round trip. A lease that is not spent when the window ends is lost to the other
processes: with four of them a caller gets 94 to 100 % of its limit, never more.

Windows follow the clock, with an offset for each caller, so that every process knows
their end. As with every fixed window, up to twice the limit can pass around the end of
one.

Without Redis each process counts for itself, up to its share of the rest. When Redis
returns, the process adds what it counted alone, and restores what Redis has lost.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from time import monotonic, time
from typing import NamedTuple, get_args
from zlib import crc32

import limits
import structlog
from redis.exceptions import RedisError, ResponseError
from redis.exceptions import TimeoutError as RedisTimeoutError

from api.auth.authenticator import Identity
from api.auth.principal import Caller, Tier
from api.redis_client import PAUSE_AFTER_FAILURE, RedisClient
from api.settings import Settings

log = structlog.get_logger()

LEASES_OF_A_LIMIT = 50
BUCKETS_KEPT = 20_000


@dataclass(eq=False, slots=True)
class Bucket:
    """One caller's window as this process knows it.

    `unleased` is what was free at the last count in Redis, `taken` what this process
    took, `in_hand` what of that is not spent yet, `owed` what it took without Redis and
    must still add there.
    """

    window: int
    ends_at: float
    unleased: int
    in_hand: int = 0
    taken: int = 0
    owed: int = 0
    is_spent: bool = False
    leasing: "asyncio.Task[None] | None" = None


@dataclass(frozen=True, eq=False, slots=True)
class Policy:
    """A limit under its name, and the bucket of each caller.

    A limit that `is_shared` holds for all of a tenant's requests together.
    """

    name: str
    amount: int
    seconds: int
    is_shared: bool
    buckets: dict[str, Bucket] = field(default_factory=dict, repr=False)

    def bucket(self, name: str) -> Bucket:
        """Return the bucket of a caller for the window of this moment."""
        now = time()
        bucket = self.buckets.get(name)
        if bucket is None or now >= bucket.ends_at:
            if bucket is None and len(self.buckets) >= BUCKETS_KEPT:
                self._make_room(now)
            offset = crc32(name.encode()) % self.seconds
            window = int(now + offset) // self.seconds
            ends_at = (window + 1) * self.seconds - offset
            bucket = Bucket(window, ends_at, unleased=self.amount)
            self.buckets[name] = bucket
        return bucket

    def status(self, bucket: Bucket, *, is_within: bool) -> "LimitStatus":
        """Return the state after a request; the window ends within `reset_after`."""
        reset_after = max(1, int(bucket.ends_at - time()) + 1)
        left = bucket.unleased + bucket.in_hand
        return LimitStatus(self, is_within, left, reset_after)

    def _make_room(self, now: float) -> None:
        """Drop windows that have ended, else a tenth: those made first."""
        ended = [n for n, bucket in self.buckets.items() if now >= bucket.ends_at]
        for name in ended or list(self.buckets)[: BUCKETS_KEPT // 10]:
            del self.buckets[name]


class LimitStatus(NamedTuple):
    """What is left of one policy after a request; `reset_after` is in seconds."""

    policy: Policy
    is_within: bool
    left: int
    reset_after: int


def policy(name: str, rate: str, *, shared_by: int = 0) -> Policy:
    """Return the policy for a rate like 600/minute; a shared one has a multiple."""
    item = limits.parse(rate)
    amount = item.amount * (shared_by or 1)
    return Policy(name, amount, item.get_expiry(), shared_by > 0)


class RateLimits:
    """Counts requests for one process."""

    def __init__(self, settings: Settings, redis: RedisClient | None) -> None:
        """Take the limits, and the Redis that counts for all processes."""
        self._processes = settings.processes
        self._redis = redis
        self._refused_until = 0.0
        self._anonymous = (policy("anonymous", settings.limit_anonymous),)
        self._failures = policy("failures", settings.limit_failures)
        factor = settings.limit_tenant_factor
        self._by_tier: dict[str, tuple[Policy, ...]] = {
            tier: (
                policy(tier, rate),
                policy(f"{tier}-tenant", rate, shared_by=factor),
            )
            for tier in get_args(Tier)
            for rate in [getattr(settings, f"limit_{tier}")]
        }

    async def close(self) -> None:
        """Wait for the leases that are under way."""
        policies = chain(self._anonymous, *self._by_tier.values())
        buckets = chain.from_iterable(p.buckets.values() for p in policies)
        leases = [bucket.leasing for bucket in buckets if bucket.leasing is not None]
        await asyncio.gather(*leases, return_exceptions=True)

    @property
    def is_alone(self) -> bool:
        """Whether there is no Redis, or it failed or refused to count a moment ago."""
        redis = self._redis
        return redis is None or redis.is_open or monotonic() < self._refused_until

    def _policies(self, caller: Caller) -> tuple[Policy, ...]:
        """Return the policies of a caller.

        A key or a user has a limit of its own, and a second one with its tenant.
        """
        if caller.is_anonymous:
            return self._anonymous
        return self._by_tier[caller.tier]

    def take_now(self, identity: Identity) -> list[tuple[bytes, bytes]] | None:
        """Count a request from the lease in hand and return its headers: the hot path.

        None means that only `take` can count it.
        """
        now = time()
        policies = self._policies(identity.caller)
        policy = policies[0]
        bucket = policy.buckets.get(identity.limited_as)
        if bucket is None or bucket.in_hand < 1 or now >= bucket.ends_at:
            return None
        if len(policies) > 1:
            shared = policies[1].buckets.get(identity.shared_as)
            if shared is None or shared.in_hand < 1 or now >= shared.ends_at:
                return None
            shared.in_hand -= 1
            bucket.in_hand -= 1
            if shared.unleased + shared.in_hand < bucket.unleased + bucket.in_hand:
                policy, bucket = policies[1], shared
        else:
            bucket.in_hand -= 1
        left = bucket.unleased + bucket.in_hand
        state = f'"{policy.name}";r={left};t={int(bucket.ends_at - now) + 1}'
        return [_policy_header(policies), (b"ratelimit", state.encode())]

    async def take(self, identity: Identity) -> Sequence[LimitStatus]:
        """Count a request; it is refused if one of the results is not within."""
        policies = self._policies(identity.caller)
        own = await self._take(policies[0], identity.limited_as)
        if len(policies) == 1 or not own.is_within:
            return (own,)
        shared = await self._take(policies[1], identity.shared_as)
        if not shared.is_within:
            policies[0].bucket(identity.limited_as).in_hand += 1
        return (own, shared)

    def may_fail(self, address: str) -> LimitStatus:
        """Return what is left for failed attempts of an address, in this process."""
        bucket = self._failures.bucket(address)
        return self._failures.status(bucket, is_within=bucket.unleased > 0)

    def note_failure(self, address: str) -> None:
        """Count a failed attempt to authenticate."""
        self._failures.bucket(address).unleased -= 1

    async def _take(self, policy: Policy, name: str) -> LimitStatus:
        while True:
            bucket = policy.bucket(name)
            if bucket.in_hand > 0:
                bucket.in_hand -= 1
                return policy.status(bucket, is_within=True)
            if bucket.is_spent:
                return policy.status(bucket, is_within=False)
            if bucket.leasing is None:
                bucket.leasing = asyncio.create_task(self._lease(policy, name, bucket))
            await asyncio.shield(bucket.leasing)

    async def _lease(self, policy: Policy, name: str, bucket: Bucket) -> None:
        """Take a fiftieth of the limit, or the rest of it."""
        wanted = max(1, policy.amount // LEASES_OF_A_LIMIT)
        try:
            counted = None
            if self._redis is not None and not self.is_alone:
                key = f"asinmart:limit:{policy.name}:{name}:{bucket.window}"
                counted = await self._count(
                    self._redis, key, policy.seconds + 1, bucket, wanted
                )
            if counted is None:
                # This process' share of what was left at the last count in Redis.
                share = -(-(bucket.unleased + bucket.owed) // self._processes)
                granted = max(0, min(wanted, share - bucket.owed, bucket.unleased))
                bucket.owed += granted
                bucket.unleased -= granted
            else:
                granted = max(0, min(wanted, policy.amount - (counted - wanted)))
                bucket.owed = 0
                bucket.unleased = max(0, policy.amount - counted)
            bucket.is_spent = granted == 0
            bucket.taken += granted
            bucket.in_hand += granted
        finally:
            bucket.leasing = None

    async def _count(
        self, redis: RedisClient, key: str, life: int, bucket: Bucket, wanted: int
    ) -> int | None:
        """Add to the count in Redis and return it; None when Redis fails.

        One late count does not open the breaker: the lease taken alone is small.
        """
        try:
            counted = await _increase(redis, key, life, wanted + bucket.owed)
            forgotten = bucket.taken + wanted - counted
            if forgotten > 0:
                counted = await _increase(redis, key, life, forgotten)
        except ResponseError as error:
            # Redis works but is full, perhaps: the cache can still be read.
            log.warning("limits_counted_alone", error=str(error))
            self._refused_until = monotonic() + PAUSE_AFTER_FAILURE
        except (RedisError, OSError) as error:
            redis.note_failure(error)
            if not isinstance(error, RedisTimeoutError) or redis.is_open:
                log.warning("limits_counted_alone", error=str(error))
        else:
            return counted
        return None


async def _increase(redis: RedisClient, key: str, life: int, amount: int) -> int:
    """Add to a count that ends with its window; return the sum."""
    async with redis.redis.pipeline(transaction=True) as pipeline:
        pipeline.set(key, 0, ex=life, nx=True)
        pipeline.incrby(key, amount)
        _, counted = await redis.in_time(pipeline.execute())
    return int(counted)


def limit_headers(standings: Sequence[LimitStatus]) -> list[tuple[bytes, bytes]]:
    """Return RateLimit-Policy with every policy, RateLimit with the tightest."""
    policy, _, left, reset_after = min(standings, key=lambda s: (s.is_within, s.left))
    policies = tuple(standing.policy for standing in standings)
    state = f'"{policy.name}";r={left};t={reset_after}'
    return [_policy_header(policies), (b"ratelimit", state.encode())]


@lru_cache(maxsize=64)
def _policy_header(policies: tuple[Policy, ...]) -> tuple[bytes, bytes]:
    items = ", ".join(f'"{p.name}";q={p.amount};w={p.seconds}' for p in policies)
    return (b"ratelimit-policy", items.encode())
