"""The keys of the cache, and the bytes of an entry."""

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from api.settings import DEFAULT_TENANT

RANGES = ("7d", "30d", "90d")

_HEAD = struct.Struct("!4sqddB")
_MAGIC = b"AM1\n"


@dataclass(frozen=True, slots=True)
class Entry:
    """A cached answer; an empty body means that the product does not exist.

    `version` is the data version of the whole database up to which the answer is known
    to hold; `created` and `soft_until` are seconds since 1970.
    """

    version: int
    created: float
    soft_until: float
    etag: bytes
    body: bytes


def encode(entry: Entry) -> bytes:
    """Return the bytes of an entry: a fixed head, the ETag, the body."""
    head = _HEAD.pack(
        _MAGIC, entry.version, entry.created, entry.soft_until, len(entry.etag)
    )
    return head + entry.etag + entry.body


def decode(raw: bytes, holds_at: int = 0) -> Entry | None:
    """Return the entry in these bytes; None when they have another format.

    `holds_at` is a version up to which every invalidation had been applied to Redis
    when the bytes were read: an entry that was still there is valid at it.
    """
    if len(raw) < _HEAD.size or not raw.startswith(_MAGIC):
        return None
    _, version, created, soft_until, length = _HEAD.unpack_from(raw)
    start = _HEAD.size + length
    return Entry(
        max(version, holds_at),
        created,
        soft_until,
        raw[_HEAD.size : start],
        raw[start:],
    )


def namespace(tenant_id: UUID) -> str:
    """Return the prefix of all keys: none for the default tenant, else its own.

    Row-level security can give different tenants different answers to one query.
    """
    return "" if tenant_id == DEFAULT_TENANT else f"tenant:{tenant_id}:"


def product_keys(asin: str, marketplace: str) -> list[str]:
    """Return every key that may hold an answer about one product.

    A comparison shows its main product too, so it goes with the product's own change.
    """
    product = f"product:{asin}:{marketplace}"
    return [
        f"{product}:summary",
        f"{product}:rollups",
        *(f"{product}:metrics:daily:{name}" for name in RANGES),
        *(f"{product}:delta:daily:{name}" for name in RANGES),
        *comparison_keys(asin, marketplace),
    ]


def comparison_keys(asin_main: str, marketplace: str) -> list[str]:
    """Return the keys of a main product's comparisons, report and recommendation.

    The last one voids those of all tenants, see `api.cache.generations`.
    """
    return [
        *(f"compare:{asin_main}:all:{marketplace}:{name}" for name in RANGES),
        f"compare:{asin_main}:all:{marketplace}:matrix",
        f"report:{asin_main}:{marketplace}:latest",
        f"recommendation:{asin_main}:{marketplace}:latest",
        generation_key(asin_main, marketplace),
    ]


def generation_key(asin_main: str, marketplace: str) -> str:
    """Return the key of the token in the keys of tenants' comparisons."""
    return f"compare:{asin_main}:all:{marketplace}:anchor"


def brand_key(tenant_id: UUID, brand_id: UUID, name: str) -> str:
    """Return the key of something about a brand, which belongs to one tenant.

    The name `anchor` has the token in the keys of the brand's lists.
    """
    return f"brand:{tenant_id}:{brand_id}:{name}"


def affected_keys(
    products: Iterable[str], pairs: Iterable[str], brands: Iterable[str] = ()
) -> Iterable[list[str]]:
    """Yield the keys that an invalidation drops: a list a product, main product, brand.

    `products` are 'ASIN:MARKETPLACE', `pairs` are 'MAIN:COMPETITOR:MARKETPLACE',
    `brands` are 'TENANT:BRAND'.
    """
    done = set()
    for product in products:
        asin, _, marketplace = product.partition(":")
        done.add((asin, marketplace))
        yield product_keys(asin, marketplace)
    for pair in pairs:
        asin_main, _, rest = pair.partition(":")
        main = (asin_main, rest.partition(":")[2])
        if main not in done:
            done.add(main)
            yield comparison_keys(*main)
    for brand in brands:
        yield [f"brand:{brand}:anchor"]
