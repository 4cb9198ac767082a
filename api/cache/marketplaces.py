"""The marketplaces that the database knows, remembered by the process."""

from dataclasses import dataclass, field

import orjson

from api import queries
from api.database import Database
from api.problems import invalid

# More than there are; one page has them all.
_ALL = {"after": None, "limit": 1000}


@dataclass(eq=False)
class Marketplaces:
    """Refuses codes of no marketplace.

    Marketplaces are added, never removed: a code that was found once needs no second
    look, and one that was not is looked up again.
    """

    database: Database
    _known: frozenset[str] = field(default_factory=frozenset)

    async def check(self, code: str | None) -> None:
        """Raise Problem 422 with the known codes for any other; None is no code."""
        if code is None or code in self._known:
            return
        fetch = self.database.fetch(queries.MARKETPLACES, _ALL)
        [(data, _, _)] = await self.database.within_deadline(fetch)
        self._known = frozenset(row["marketplace"] for row in orjson.loads(data))
        if code not in self._known:
            raise invalid(
                f"Marketplace {code} is not known; known are "
                f"{', '.join(sorted(self._known))}. See /v1/marketplaces.",
                {"parameter": "marketplace", "detail": "not a known marketplace"},
            )
