"""All SQL of the API: each entry is one call of an api function.

A read joins the version the database stands at, so that even "there is no such
product" has one. It is a single statement and therefore a single snapshot: the
version and the answer belong together, and the cache relies on that.
"""

from functools import lru_cache

PRODUCT = """
    select s.version, a.data_version, a.body
    from api.data_version() as s (version)
    left join api.product(
        %(asin)s, %(marketplace)s, %(soft_life)s
    ) as a on true
"""

PRODUCT_METRICS = """
    select s.version, a.data_version, a.body
    from api.data_version() as s (version)
    left join api.product_metrics(
        %(asin)s, %(marketplace)s, %(days)s, %(soft_life)s, %(from)s, %(to)s
    ) as a on true
"""

PRODUCT_DELTAS = """
    select s.version, a.data_version, a.body
    from api.data_version() as s (version)
    left join api.product_deltas(
        %(asin)s, %(marketplace)s, %(days)s, %(soft_life)s, %(from)s, %(to)s
    ) as a on true
"""

PRODUCT_ROLLUPS = """
    select s.version, a.data_version, a.body
    from api.data_version() as s (version)
    left join api.product_rollups(
        %(asin)s, %(marketplace)s, %(soft_life)s
    ) as a on true
"""

COMPETITIONS = """
    select s.version, a.data_version, a.body
    from api.data_version() as s (version)
    left join api.competitions(
        %(tenant_id)s, %(asin)s, %(marketplace)s, %(days)s, %(soft_life)s
    ) as a on true
"""

PRODUCT_PARTS = """
    select s.version, a.data_version, a.body, a.place
    from api.data_version() as s (version)
    cross join api.product_parts(
        %(asins)s, %(parts)s, %(days)s, %(marketplace)s, %(soft_life)s
    ) as a
"""

HEALTH = "select h.is_healthy, h.body from api.health() as h"

READINESS = "select r.schema_version, r.body from api.readiness() as r"

METRICS = """
    select m.metric, m.kind, m.description, m.labels, m.value
    from api.metrics() as m
    order by m.metric, m.kind, m.description, m.labels
"""

VERSIONS = "select api.data_version(), api.oldest_invalidation()"

INVALIDATIONS_AFTER = """
    select i.id, i.product_keys, i.pair_keys
    from api.invalidations_after(%(after)s, %(limit)s) as i
    order by i.id
"""

PING = "select 1"

LISTEN = "listen asinmart_invalidation"

LISTEN_TO_ACCESS = "listen asinmart_access"

FIND_API_KEY = """
    select
        k.id, k.tenant_id, k.key_prefix, k.role, k.scopes, k.tier,
        extract(epoch from k.expires_at)::float8
    from app.find_api_key(%(key_hash)s) as k
"""

FIND_TENANT = "select t.tier from app.find_tenant(%(tenant_id)s, %(email)s) as t"

NOTE_API_KEY_USE = "select app.note_api_key_use(%(ids)s)"

LOG_CALLS = "select api.log_calls(%(calls)s::json)"

CLAIM_IDEMPOTENCY_KEY = """
    select c.outcome, c.claim, c.status, c.headers, c.body
    from api.claim_idempotency_key(
        %(tenant_id)s, %(route)s, %(key)s, %(fingerprint)s,
        make_interval(secs => %(claim_seconds)s), make_interval(hours => %(keep_hours)s)
    ) as c
"""

SETTLE_IDEMPOTENCY_KEY = """
    select api.settle_idempotency_key(
        %(tenant_id)s, %(route)s, %(key)s, %(claim)s, %(status)s, %(headers)s, %(body)s
    )
"""

RELEASE_IDEMPOTENCY_KEY = """
    select api.release_idempotency_key(%(tenant_id)s, %(route)s, %(key)s, %(claim)s)
"""
NOTIFY = "select pg_notify(%(channel)s, '')"

BACKEND = "select pg_backend_pid()"

SESSION = """
    select
        set_config('app.tenant_id', %(tenant_id)s, false),
        set_config('statement_timeout', %(statement_timeout)s, false)
"""


@lru_cache(maxsize=256)
def named(query: str) -> str:
    """Return the query as one that first gives its session the name of the request.

    The name holds until the end of the statement. One statement, so it costs no round
    trip. The inner query refers to the name, and OFFSET 0 keeps the two apart: so the
    name stands before anything of the query runs.
    """
    return f"""
        select q.*
        from (
            select set_config('application_name', %(request_name)s, true) as name
            offset 0
        ) as named
        cross join lateral (
            select i.* from ({query}) as i where named.name is not null offset 0
        ) as q
    """


TRANSACTION = """
    select
        set_config('app.tenant_id', %(tenant_id)s, true),
        set_config('statement_timeout', %(statement_timeout)s, true)
"""
