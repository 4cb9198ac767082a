"""Where a request comes from, and what it brings in its head."""

from functools import lru_cache
from ipaddress import IPv6Address, ip_address
from typing import NamedTuple

from starlette.types import Scope

from api.problems import Problem
from api.settings import Network, Settings


class Head(NamedTuple):
    """What matters of a request's headers for who is asking."""

    credential: bytes | None
    forwarded_for: list[bytes]
    content_length: int | None


def read_head(scope: Scope, settings: Settings) -> Head:
    """Look at every header once; raises Problem 400, 413, 414 or 431."""
    if (
        len(scope.get("raw_path") or b"") + len(scope["query_string"])
        >= settings.url_limit
    ):
        raise Problem(
            "uri-too-long", f"A URL here has up to {settings.url_limit} bytes."
        )
    headers = scope["headers"]
    size = 0
    credentials: list[bytes] = []
    forwarded_for: list[bytes] = []
    content_length = None
    for name, value in headers:
        size += len(name) + len(value)
        if name == b"authorization":
            scheme, _, token = value.partition(b" ")
            if scheme.lower() != b"bearer" or not token.strip():
                raise unauthenticated("Authorization takes 'Bearer' and credentials.")
            credentials.append(token.strip())
        elif name == b"x-api-key":
            credentials.append(value.strip())
        elif name == b"x-forwarded-for":
            forwarded_for.append(value)
        elif name == b"content-length":
            content_length = int(value) if value.isdigit() else None
    if size > settings.header_bytes_limit or len(headers) > settings.header_count_limit:
        raise Problem(
            "headers-too-large",
            f"A request here has up to {settings.header_count_limit} headers, "
            f"{settings.header_bytes_limit} bytes together.",
        )
    if len(credentials) > 1:
        raise Problem("bad-request", "Send one key or token, in one header.")
    if content_length is not None and content_length > settings.body_limit:
        raise body_too_large(settings)
    return Head(credentials[0] if credentials else None, forwarded_for, content_length)


def unauthenticated(detail: str) -> Problem:
    """Return the 401 for a request that does not say who it is from."""
    return Problem(
        "unauthorized", detail, headers={"WWW-Authenticate": 'Bearer realm="asinmart"'}
    )


def body_too_large(settings: Settings) -> Problem:
    """Return the 413."""
    return Problem(
        "body-too-large",
        f"A body here has up to {settings.body_limit} bytes; split the request.",
    )


def address_of(scope: Scope, forwarded_for: list[bytes], settings: Settings) -> str:
    """Return the client's address, of IPv6 the network of 64 bits that one site has.

    X-Forwarded-For is what anybody may write, so it counts only as far as proxies that
    are trusted have written it: from the right, to the first address that is not one
    of them.
    """
    client = scope.get("client")
    peer = client[0] if client else "unknown"
    if settings.trusted_proxies and forwarded_for:
        chain = b",".join(forwarded_for).decode("latin-1").split(",")
        for hop in reversed(chain):
            if not _is_trusted(peer, settings.trusted_proxies):
                break
            peer = hop.strip()
    return _site(peer)


@lru_cache(maxsize=4096)
def _is_trusted(address: str, proxies: tuple[Network, ...]) -> bool:
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    return any(parsed in network for network in proxies)


@lru_cache(maxsize=4096)
def _site(address: str) -> str:
    try:
        parsed = ip_address(address)
    except ValueError:
        return address[:64]
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(IPv6Address(int(parsed) >> 64 << 64))
    return str(parsed)
