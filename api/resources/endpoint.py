"""An endpoint: one row of the table of reads and changes.

A row is an operation: a path, one call of an SQL function, its parameters, and the
model of its response. Rows with a `key` read facts about a product, which are cached
under that key (`api.resources.cached`); all others call Postgres on each request, for
the tenant of the caller (`api.resources.handlers`).

A new resource is one file here: its models and a tuple `ENDPOINTS`, which
`api.resources.table` lists.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from api import queries
from api.auth.permissions import Handler, Requirement
from api.auth.principal import Role
from api.http.pagination import Shape
from api.http.parameters import PageParameters, QueryParameters
from api.resources.common_models import Change, FactListMeta

# Facts that are the same for every caller.
PUBLIC_TAGS = frozenset(("products", "marketplaces", "categories"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One operation.

    `query` is the SQL call; by default it has the name of the operation, without get_
    or list_. `parameters` are those of the query string. `key` is the cache key, and
    `part` the name in `api.product_parts`. `row` is the model of a row if the response
    is available as CSV, `rows` the member of a series that has its rows. `page_keys`
    are the shapes of the keys in the cursors of a list, by default the id of the last
    row. A list that `is_announced` changes only with the data version, so a standby may
    answer it unless a parameter is about the tenant's `own` data. A list that
    `is_of_brand` is cached until the brand of its path changes. An endpoint that
    `is_for_installation` covers all tenants; only operators of the installation's own
    tenant may call it. `role` is the lowest role that may call it, if not that.
    `belongs_to` is the resource if the path begins with another name. A change with a
    `jobs_path` is made later, by a job that has an id there. A change of what
    `is_named_in_body` may be a 404 though the path names nothing. `make` returns the
    handler if it is another than the usual one, and `missing` is the sentence for a
    product about which nothing is known.
    """

    path: str
    operation_id: str
    summary: str
    model: type[BaseModel] | None = None
    method: str = "GET"
    query: str = ""
    parameters: type[QueryParameters] = QueryParameters
    body: type[Change] | None = None
    is_for_installation: bool = False
    role: Role | None = None
    row: type[BaseModel] | None = None
    rows: str = ""
    page_keys: tuple[Shape, ...] = ((int,),)
    key: str = ""
    part: str | None = None
    is_comparison: bool = False
    is_announced: bool = False
    is_of_brand: bool = False
    shows_secret: bool = False
    belongs_to: str = ""
    jobs_path: str = ""
    is_named_in_body: bool = False
    make: Callable[[], Handler] | None = None
    missing: str = (
        "No data about {asin} in marketplace {marketplace}: check both, or load a file "
        "that has the product."
    )

    def __post_init__(self) -> None:
        """Find the query of the operation."""
        if not self.query:
            name = re.sub("^(get|list)_", "", self.operation_id).upper()
            object.__setattr__(self, "query", vars(queries)[name])

    @property
    def status(self) -> int:
        """The status of success."""
        if self.model is None:
            return 204
        if self.jobs_path:
            return 202
        return 201 if self.operation_id.startswith("create_") else 200

    @property
    def tag(self) -> str:
        """The resource, which names the scopes and groups the OpenAPI document."""
        return self.belongs_to or re.split("[/:]", self.path)[2]

    @property
    def requirement(self) -> Requirement:
        """The role and the scope that it requires of its caller."""
        is_for_operators = self.is_change or self.is_for_installation
        return Requirement(
            role=self.role or ("operator" if is_for_operators else "viewer"),
            scope=f"{self.tag}:{'write' if self.is_change else 'read'}",
            is_for_public_keys=self.tag in PUBLIC_TAGS and not self.is_change,
            is_for_installation=self.is_for_installation,
        )

    @property
    def path_names(self) -> list[str]:
        """Names of the path parameters."""
        return re.findall(r"{(\w+)", self.path)

    @property
    def is_cached(self) -> bool:
        """Whether its responses are cached."""
        return bool(self.key)

    @property
    def is_list(self) -> bool:
        """Whether it returns pages of a list."""
        return issubclass(self.parameters, PageParameters)

    @property
    def is_fact_list(self) -> bool:
        """Whether it is a list whose meta says how fresh it is."""
        assert self.model is not None
        meta: Any = self.model.model_fields["meta"].annotation
        return issubclass(meta, FactListMeta)

    @property
    def is_change(self) -> bool:
        """Whether it changes something."""
        return self.method != "GET"

    @property
    def takes_idempotency_key(self) -> bool:
        """Whether it accepts an Idempotency-Key; secrets are never stored for it."""
        return self.method == "POST" and not self.shows_secret

    @property
    def takes_if_match(self) -> bool:
        """Whether it accepts If-Match."""
        return "%(if_match)s" in self.query
