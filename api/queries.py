"""All SQL of the API: each entry is one call of an api function.

A read joins the version the database stands at, so that even "there is no such
product" has one. It is a single statement and therefore a single snapshot: the
version and the answer belong together, and the cache relies on that.
"""

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
        %(asin)s, %(marketplace)s, %(days)s, %(soft_life)s
    ) as a on true
"""

PRODUCT_DELTAS = """
    select s.version, a.data_version, a.body
    from api.data_version() as s (version)
    left join api.product_deltas(
        %(asin)s, %(marketplace)s, %(days)s, %(soft_life)s
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
        %(asin)s, %(marketplace)s, %(days)s, %(soft_life)s
    ) as a on true
"""

METRICS_OF_MANY = """
    select s.version, a.data_version, a.body, w.asin
    from api.data_version() as s (version)
    cross join unnest(%(asins)s::text[]) as w (asin)
    left join lateral api.product_metrics(
        w.asin, %(marketplace)s, %(days)s, %(soft_life)s
    ) as a on true
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

LISTEN = "listen asinmart_invalidation"

NOTIFY = "select pg_notify(%(channel)s, '')"

BACKEND = "select pg_backend_pid()"

SESSION = """
    select
        set_config('app.tenant_id', %(tenant_id)s, false),
        set_config('statement_timeout', %(statement_timeout)s, false)
"""

TRANSACTION = """
    select
        set_config('app.tenant_id', %(tenant_id)s, true),
        set_config('statement_timeout', %(statement_timeout)s, true)
"""
