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

# The types of what stands in a key, one by one.
Shape = tuple[type | UnionType, ...]


def write_cursor(question: bytes, key: bytes) -> str:
    """Return the cursor of a page of this question that ended at this key."""
    return urlsafe_b64encode(_check(question, key) + key).decode().rstrip("=")


def read_cursor(question: bytes, cursor: str, shapes: tuple[Shape, ...]) -> str:
    """Return the key a cursor holds; raises Problem 422 unless it is of the question.

    The key is what the database gave, a JSON array of one of these shapes. The check
    says nothing of that: it is no secret, so anybody can put anything under it.
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
    """Return what identifies a list: who asks for what, filtered and sorted how."""
    asked = {name: str(value) for name, value in arguments.items() if value is not None}
    return orjson.dumps([path, str(tenant), asked], option=orjson.OPT_SORT_KEYS)


def strange_cursor() -> Problem:
    """Return the problem of a cursor that does not belong here."""
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
