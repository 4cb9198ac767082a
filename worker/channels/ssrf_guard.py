"""The SSRF guard: a webhook goes to a public address, resolved once.

A tenant that creates a channel must not reach addresses that only this machine can. The
sender connects to the address that was checked.

The tenant reads the errors. They repeat the tenant's own text, never the addresses that
a name resolves to here; those are in the log.
"""

import asyncio
import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

import structlog

from worker.settings import Settings

log = structlog.get_logger()

IP = IPv4Address | IPv6Address

# is_global excludes private, loopback, link-local, shared (CGNAT), documentation,
# reserved and unspecified ranges. It lacks these, some only in some versions of Python.
_REFUSED = [
    ip_network(text)
    for text in (
        "192.88.99.0/24",  # 6to4 relays
        "168.63.129.16/32",  # metadata and DNS of a cloud, within public space
        "100.64.0.0/10",
        "192.0.0.0/24",
        "198.18.0.0/15",
        "240.0.0.0/4",
        "2001::/23",  # Teredo and other protocol assignments
        "2001:db8::/32",
        "3fff::/20",
    )
]
# The allocated part of IPv6; the rest is private ranges, translations of IPv4
# (::ffff:0:0:0/96) and unallocated space.
_GLOBAL_UNICAST = ip_network("2000::/3")
# It contains an IPv4 address, which a translator would connect to.
_SIX_TO_FOUR = ip_network("2002::/16")


class AddressError(Exception):
    """The address of a webhook is not one that may be called.

    `is_final`: nothing but another address can help.
    """

    def __init__(self, reason: str, *, is_final: bool = True) -> None:
        """Keep the reason, a sentence for the author of the address."""
        super().__init__(reason)
        self.is_final = is_final


def is_public(address: IP) -> bool:
    """Whether an address, in any of its forms, belongs to the public internet."""
    if isinstance(address, IPv6Address):
        if address.scope_id is not None:
            return False
        inner = address.ipv4_mapped
        if inner is not None:
            return is_public(inner)
        if address not in _GLOBAL_UNICAST or address in _SIX_TO_FOUR:
            return False
    if address.is_multicast or any(
        address in network for network in _REFUSED if network.version == address.version
    ):
        return False
    return address.is_global


def target_of(url: str, settings: Settings) -> tuple[str, int]:
    """Return the host and port of a URL, or raise AddressError.

    The message never repeats the URL: its path or query may hold a secret.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port or 443
    except ValueError:
        raise AddressError("The address cannot be read.") from None
    if parts.scheme != "https":
        raise AddressError("The address is not https.")
    if not host:
        raise AddressError("The address names no host.")
    if not host.isascii():
        # Programs read such a name differently, some as an IP address.
        raise AddressError("The host of the address is not ASCII; write it as xn--...")
    try:
        host.encode("idna")
    except UnicodeError:
        raise AddressError("The address cannot be read.") from None
    if parts.username is not None or parts.password is not None:
        raise AddressError("The address holds a user name or password.")
    if port not in settings.allowed_ports and not settings.allow_private_targets:
        ports = ", ".join(str(port) for port in sorted(settings.allowed_ports))
        raise AddressError(f"Port {port} is not allowed; only {ports}.")
    return host, port


async def resolve(host: str, port: int, settings: Settings) -> IP:
    """Return the address to connect to; one private address among many refuses all.

    Raises the same final AddressError for a name that does not exist as for a private
    one, so that tenants cannot find out which internal names exist.
    """
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(
            host, port, family=socket.AF_UNSPEC, type=socket.SOCK_STREAM
        )
    except socket.gaierror as error:
        log.info("webhook_target_not_found", host=host, error=error.strerror)
        raise _not_public(host) from None
    addresses = [ip_address(str(sockaddr[0])) for *_, sockaddr in found]
    if not settings.allow_private_targets and not all(map(is_public, addresses)):
        log.warning(
            "webhook_target_not_public", host=host, addresses=list(map(str, addresses))
        )
        raise _not_public(host)
    # IPv4 where there is one: machines without a route to IPv6 are common.
    return min(addresses, key=lambda address: address.version)


def _not_public(host: str) -> AddressError:
    return AddressError(
        f"{host[:100]} does not resolve to a public address; "
        "give the channel an address that the internet can reach.",
        is_final=_is_number(host),
    )


def _is_number(host: str) -> bool:
    """Whether a host is an IP address in some form, so that it never resolves."""
    try:
        socket.getaddrinfo(host, None, flags=socket.AI_NUMERICHOST)
    except socket.gaierror:
        return False
    return True
