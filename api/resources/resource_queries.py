"""All SQL of what the API asks for a tenant: each entry is one call of an api function.

Lists give data, next_key and meta; what is one thing gives its body, and what was made
its id beside it. Tenants are told apart by row-level security, not here.
"""

from functools import lru_cache

PRODUCTS = """
    select p.data, p.next_key, p.meta
    from api.products(
        p_tenant_id => %(tenant_id)s,
        p_marketplace => %(marketplace)s,
        p_query => %(q)s,
        p_brand => %(brand)s,
        p_category => %(category)s,
        p_price_min => %(price_min)s,
        p_price_max => %(price_max)s,
        p_in_stock => %(in_stock)s,
        p_is_unlisted => %(is_unlisted)s,
        p_is_tracked => %(tracked)s,
        p_sort => %(sort)s,
        p_after => %(after)s,
        p_limit => %(limit)s
    ) as p
"""

ALERTS = """
    select a.data, a.next_key, a.meta
    from api.alerts(
        p_tenant_id => %(tenant_id)s,
        p_is_unread => %(unread)s,
        p_kind => %(kind)s,
        p_severity => %(severity)s,
        p_asin => %(asin)s,
        p_marketplace => %(marketplace)s,
        p_rule_id => %(rule_id)s,
        p_since => %(since)s,
        p_until => %(until)s,
        p_is_corrected => %(corrected)s,
        p_is_resolved => %(resolved)s,
        p_after => %(after)s,
        p_limit => %(limit)s
    ) as a
"""

ALERT = "select api.alert(%(tenant_id)s, %(id)s)"

READ_ALERT = "select api.mark_alert(%(tenant_id)s, %(id)s, 'read')"

ACKNOWLEDGE_ALERT = "select api.mark_alert(%(tenant_id)s, %(id)s, 'acknowledge')"

RESOLVE_ALERT = "select api.mark_alert(%(tenant_id)s, %(id)s, 'resolve')"

ALERT_SUPPRESSIONS = """
    select s.data, s.next_key, s.meta
    from api.alert_suppressions(
        p_tenant_id => %(tenant_id)s,
        p_reason => %(reason)s,
        p_kind => %(kind)s,
        p_asin => %(asin)s,
        p_marketplace => %(marketplace)s,
        p_rule_id => %(rule_id)s,
        p_since => %(since)s,
        p_until => %(until)s,
        p_after => %(after)s,
        p_limit => %(limit)s
    ) as s
"""

ALERT_RULES = """
    select r.data, r.next_key, r.meta
    from api.alert_rules(
        p_tenant_id => %(tenant_id)s,
        p_rule_type => %(rule_type)s,
        p_is_active => %(is_active)s,
        p_after => %(after)s,
        p_limit => %(limit)s
    ) as r
"""

ALERT_RULE = "select api.alert_rule(%(tenant_id)s, %(id)s)"

CREATE_ALERT_RULE = """
    select r.body, r.id from api.create_alert_rule(%(tenant_id)s, %(body)s) as r
"""

UPDATE_ALERT_RULE = """
    select api.update_alert_rule(%(tenant_id)s, %(id)s, %(body)s, %(if_match)s)
"""

DELETE_ALERT_RULE = "select api.delete_alert_rule(%(tenant_id)s, %(id)s)"

BACKTEST_ALERT_RULE = """
    select api.backtest_alert_rule(
        p_tenant_id => %(tenant_id)s,
        p_id => %(id)s,
        p_from => (%(body)s::jsonb ->> 'from')::date,
        p_to => (%(body)s::jsonb ->> 'to')::date,
        p_changes => %(body)s::jsonb -> 'changes'
    )
"""

TRACKED_PRODUCTS = """
    select t.data, t.next_key, t.meta
    from api.tracked_products(
        p_tenant_id => %(tenant_id)s,
        p_marketplace => %(marketplace)s,
        p_is_active => %(is_active)s,
        p_after => %(after)s,
        p_limit => %(limit)s
    ) as t
"""

TRACKED_PRODUCT = """
    select api.tracked_product(%(tenant_id)s, %(asin)s, %(marketplace)s)
"""

TRACK_PRODUCT = """
    select api.track_product(%(tenant_id)s, %(asin)s, %(marketplace)s, %(body)s)
"""

TRACK_PRODUCTS = "select api.track_products(%(tenant_id)s, %(body)s)"

UNTRACK_PRODUCT = """
    select api.untrack_product(%(tenant_id)s, %(asin)s, %(marketplace)s)
"""

COMPETITIVE_GROUPS = """
    select g.data, g.next_key, g.meta
    from api.competitive_groups(
        p_tenant_id => %(tenant_id)s,
        p_marketplace => %(marketplace)s,
        p_asin_main => %(asin_main)s,
        p_after => %(after)s,
        p_limit => %(limit)s
    ) as g
"""

COMPETITIVE_GROUP = "select api.competitive_group(%(tenant_id)s, %(id)s)"

CREATE_COMPETITIVE_GROUP = """
    select g.body, g.id
    from api.create_competitive_group(%(tenant_id)s, %(body)s) as g
"""

UPDATE_COMPETITIVE_GROUP = """
    select api.update_competitive_group(%(tenant_id)s, %(id)s, %(body)s, %(if_match)s)
"""

DELETE_COMPETITIVE_GROUP = "select api.delete_competitive_group(%(tenant_id)s, %(id)s)"

ADD_GROUP_MEMBER = """
    select api.add_group_member(
        p_tenant_id => %(tenant_id)s,
        p_id => %(id)s,
        p_asin => %(asin)s,
        p_is_active => (%(body)s::jsonb ->> 'is_active')::boolean
    )
"""

REMOVE_GROUP_MEMBER = """
    select api.remove_group_member(%(tenant_id)s, %(id)s, %(asin)s)
"""

COMPETITOR_LINKS = """
    select l.data, l.next_key, l.meta
    from api.competitor_links(
        p_tenant_id => %(tenant_id)s,
        p_marketplace => %(marketplace)s,
        p_asin => %(asin)s,
        p_after => %(after)s,
        p_limit => %(limit)s
    ) as l
"""

LINK_COMPETITOR = """
    select api.link_competitor(
        %(tenant_id)s, %(asin_main)s, %(asin_comp)s, %(marketplace)s
    )
"""

UNLINK_COMPETITOR = """
    select api.unlink_competitor(
        %(tenant_id)s, %(asin_main)s, %(asin_comp)s, %(marketplace)s
    )
"""

NOTIFICATION_CHANNELS = """
    select c.data, c.next_key, c.meta
    from api.notification_channels(%(tenant_id)s, %(after)s, %(limit)s) as c
"""

NOTIFICATION_CHANNEL = "select api.notification_channel(%(tenant_id)s, %(id)s)"

CREATE_NOTIFICATION_CHANNEL = """
    select c.body, c.id
    from api.create_notification_channel(%(tenant_id)s, %(body)s) as c
"""

UPDATE_NOTIFICATION_CHANNEL = """
    select api.update_notification_channel(
        %(tenant_id)s, %(id)s, %(body)s, %(if_match)s
    )
"""

DELETE_NOTIFICATION_CHANNEL = """
    select api.delete_notification_channel(%(tenant_id)s, %(id)s)
"""

NOTIFICATIONS = """
    select n.data, n.next_key, n.meta
    from api.notifications(
        p_tenant_id => %(tenant_id)s,
        p_status => %(status)s,
        p_channel_id => %(channel_id)s,
        p_alert_id => %(alert_id)s,
        p_after => %(after)s,
        p_limit => %(limit)s
    ) as n
"""

JOBS = """
    select r.data, r.next_key, r.meta
    from api.runs(%(status)s, %(source)s, %(after)s, %(limit)s) as r
"""

JOB = "select api.run(%(job_id)s)"

DATA_FRESHNESS = "select api.data_freshness(%(tenant_id)s)"

# Of a series: where its rows stand in the answer, and what stands beside each of them.
DAYS = "q.body::json #> '{data,days}'"
WINDOWS = "q.body::json #> '{data,windows}'"
GAPS = "api.gap_rows(q.body::json)"


@lru_cache
def lines_of_answer(query: str, rows: str) -> str:
    """Return the call that gives the rows of an answer as lines of text."""
    context = """
        json_build_object(
            'asin', q.body::json #> '{meta,asin}',
            'marketplace', q.body::json #> '{meta,marketplace}',
            'currency', q.body::json #> '{meta,currency}'
        )
    """
    return f"""
        select
            q.version,
            q.data_version,
            case when q.body is not null then api.lines(
                {rows}, %(format)s, %(columns)s, true,
                {context if rows is not GAPS else "'{}'"}
            ) end
        from ({query}) as q (version, data_version, body)
    """


@lru_cache
def lines_of_page(query: str) -> str:
    """Return the call that gives the rows of a page as lines of text."""
    return f"""
        select
            api.lines(q.data::json, %(format)s, %(columns)s, %(has_header)s),
            q.next_key
        from ({query}) as q (data, next_key, meta)
    """
