"""Cursors: the key of the last row of a page, bound to the list it came from.

A cursor holds no secret, and a forged one reaches only the caller's own rows. The check
keeps honest clients from continuing in another list.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from hashlib import blake2b
from types import UnionType
from typing import Any

import orjson

from api.problems import Problem, invalid

VERSION = b"1"
_CHECK_BYTES = 9

# The types of the values in a key.
Shape = tuple[type | UnionType, ...]


def write_cursor(question: bytes, key: bytes) -> str:
    """Return the cursor for the page after this key of a list."""
    return urlsafe_b64encode(_check(question, key) + key).decode().rstrip("=")


def read_cursor(question: bytes, cursor: str, shapes: tuple[Shape, ...]) -> str:
    """Return the key in a cursor; raises Problem 422 if it is of another list.

    The key is a JSON array of one of these shapes. They are compared too, because the
    check is no secret: a client can make one for any key.
    """
    try:
        raw = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    except ValueError:
        raise strange_cursor() from None
    check, key = raw[:_CHECK_BYTES], raw[_CHECK_BYTES:]
    if check != _check(question, key):
        raise strange_cursor()
    try:
        found = orjson.loads(key)
    except orjson.JSONDecodeError:
        raise strange_cursor() from None
    if not any(_has_shape(found, shape) for shape in shapes):
        raise strange_cursor()
    return key.decode()


def question_of(path: str, tenant: object, arguments: Mapping[str, Any]) -> bytes:
    """Return the identity of a list: path, tenant, filters and sort."""
    asked = {name: str(value) for name, value in arguments.items() if value is not None}
    return orjson.dumps([path, str(tenant), asked], option=orjson.OPT_SORT_KEYS)


def strange_cursor() -> Problem:
    """Return the problem for a cursor of another list."""
    return invalid(
        "The cursor does not belong to this list: send it with the same filters and "
        "sort, or start again without it.",
        {"parameter": "cursor", "detail": "not of this list"},
    )


def _has_shape(key: Any, shape: Shape) -> bool:
    return (
        isinstance(key, list)
        and len(key) == len(shape)
        and all(isinstance(value, kind) for value, kind in zip(key, shape, strict=True))
    )


def _check(question: bytes, key: bytes) -> bytes:
    made = blake2b(key, digest_size=_CHECK_BYTES, person=b"cursor" + VERSION)
    made.update(b"\0" + question)
    return made.digest()
