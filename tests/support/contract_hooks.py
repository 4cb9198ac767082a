"""Supplies the values that schemathesis cannot invent for successful requests.

A cursor comes from the page before, an Idempotency-Key belongs to one request, and the
document gives the form of a marketplace's code but does not list the marketplaces.
"""

from typing import Any
from uuid import uuid4

import schemathesis


@schemathesis.hook
def before_call(
    context: schemathesis.HookContext,
    case: "schemathesis.Case[Any]",
    kwargs: dict[str, Any],
) -> None:
    if case.meta is None or case.meta.generation.mode.is_negative:
        return
    if case.query:
        case.query.pop("cursor", None)
        if "marketplace" in case.query:
            case.query["marketplace"] = "US"
    if "Idempotency-Key" in (case.headers or {}):
        case.headers["Idempotency-Key"] = f'"{uuid4()}"'
