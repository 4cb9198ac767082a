-- All SQL of the API: each query is one call of an api function.
--
-- A read of a fact joins the version of the database, so that even "no such product"
-- has one. It is a single statement and therefore a single snapshot: the version and
-- the answer belong together, and the cache relies on that.
--
-- A list returns data, next_key and meta; a single resource its body, a new one its id
-- as well. Row-level security keeps tenants apart, not these queries.
-- {query} is the place of another query of this file.

-- name: product
select s.version, a.data_version, a.body
from api.data_version() as s (version)
left join api.product(
    %(asin)s, %(marketplace)s, %(soft_life)s
) as a on true;

-- name: product_metrics
select s.version, a.data_version, a.body
from api.data_version() as s (version)
left join api.product_metrics(
    %(asin)s, %(marketplace)s, %(days)s, %(soft_life)s, %(from)s, %(to)s
) as a on true;

-- name: product_deltas
select s.version, a.data_version, a.body
from api.data_version() as s (version)
left join api.product_deltas(
    %(asin)s, %(marketplace)s, %(days)s, %(soft_life)s, %(from)s, %(to)s
) as a on true;

-- name: product_rollups
select s.version, a.data_version, a.body
from api.data_version() as s (version)
left join api.product_rollups(
    %(asin)s, %(marketplace)s, %(soft_life)s
) as a on true;

-- name: product_failed_days
select d.data, d.next_key, d.meta
from api.product_failed_days(
    p_asin => %(asin)s,
    p_marketplace => %(marketplace)s,
    p_from => %(first)s,
    p_to => %(last)s,
    p_after => %(after)s,
    p_limit => %(limit)s
) as d;

-- name: compared_products
select c.data, c.next_key, c.meta
from api.compared_products(
    %(tenant_id)s, %(marketplace)s, %(after)s, %(limit)s
) as c;

-- name: competition
select s.version, a.data_version, a.body
from api.data_version() as s (version)
left join api.competitions(
    %(tenant_id)s, %(asin)s, %(marketplace)s, %(days)s, %(soft_life)s
) as a on true;

-- name: competition_matrix
select s.version, a.data_version, a.body
from api.data_version() as s (version)
left join api.competition_matrix(
    %(tenant_id)s, %(asin)s, %(marketplace)s, %(soft_life)s
) as a on true;

-- name: competition_report
select s.version, a.data_version, a.body
from api.data_version() as s (version)
left join api.competition_report(
    %(tenant_id)s, %(asin)s, %(marketplace)s, %(soft_life)s
) as a on true;

-- name: report_document
select api.report_document(
    %(tenant_id)s, %(asin)s, %(marketplace)s, %(version)s, %(format)s
);

-- name: competition_reports
select r.data, r.next_key, r.meta
from api.competition_reports(
    p_tenant_id => %(tenant_id)s,
    p_asin => %(asin)s,
    p_marketplace => %(marketplace)s,
    p_after => %(after)s,
    p_limit => %(limit)s
) as r;

-- name: report_differences
select api.report_differences(
    %(tenant_id)s, %(asin)s, %(marketplace)s, %(from_version)s, %(to_version)s
);

-- name: refresh_report
select r.body, r.id
from api.refresh_report(%(tenant_id)s, %(asin)s, %(marketplace)s, %(body)s) as r;

-- name: report_job
select api.report_job(%(tenant_id)s, %(id)s);

-- name: product_parts
select s.version, a.data_version, a.body, a.place
from api.data_version() as s (version)
cross join api.product_parts(
    %(asins)s, %(parts)s, %(days)s, %(marketplace)s, %(soft_life)s
) as a;

-- name: product_reviews
select r.data, r.next_key, r.meta
from api.product_reviews(
    p_asin => %(asin)s,
    p_marketplace => %(marketplace)s,
    p_rating_min => %(rating_min)s,
    p_rating_max => %(rating_max)s,
    p_is_verified => %(verified)s,
    p_from => %(first)s,
    p_to => %(last)s,
    p_after => %(after)s,
    p_limit => %(limit)s
) as r;

-- name: product_review_summary
select s.body from api.product_review_summary(%(asin)s, %(marketplace)s) as s;

-- name: health
select h.is_healthy, h.body from api.health() as h;

-- name: readiness
select r.schema_version, r.body from api.readiness() as r;

-- name: metrics
select m.metric, m.kind, m.description, m.labels, m.value
from api.metrics() as m
order by m.metric, m.kind, m.description, m.labels;

-- name: versions
select api.data_version(), api.oldest_invalidation();

-- name: invalidations_after
select i.id, i.product_keys, i.pair_keys, i.brand_keys
from api.invalidations_after(%(after)s, %(limit)s) as i
order by i.id;

-- name: ping
select 1;

-- name: listen
listen asinmart_invalidation;

-- name: listen_to_access
listen asinmart_access;

-- name: find_api_key
select
    k.id, k.tenant_id, k.key_prefix, k.role, k.scopes, k.tier,
    extract(epoch from k.expires_at)::float8
from app.find_api_key(%(key_hash)s) as k;

-- name: find_tenant
select t.tier from app.find_tenant(%(tenant_id)s, %(email)s) as t;

-- name: note_api_key_use
select app.note_api_key_use(%(ids)s);

-- name: log_calls
select api.log_calls(%(calls)s::json);

-- name: claim_idempotency_key
select c.outcome, c.claim, c.status, c.headers, c.body
from api.claim_idempotency_key(
    %(tenant_id)s, %(route)s, %(key)s, %(fingerprint)s,
    make_interval(secs => %(claim_seconds)s), make_interval(hours => %(keep_hours)s)
) as c;

-- name: settle_idempotency_key
select api.settle_idempotency_key(
    %(tenant_id)s, %(route)s, %(key)s, %(claim)s, %(status)s, %(headers)s, %(body)s
);

-- name: release_idempotency_key
select api.release_idempotency_key(%(tenant_id)s, %(route)s, %(key)s, %(claim)s);

-- name: notify
select pg_notify(%(channel)s, '');

-- name: advance_notify_queue
select pg_notification_queue_usage();

-- name: backend
select pg_backend_pid();

-- name: session
select
    set_config('app.tenant_id', %(tenant_id)s, false),
    set_config('statement_timeout', %(statement_timeout)s, false);

-- name: transaction
select
    set_config('app.tenant_id', %(tenant_id)s, true),
    set_config('statement_timeout', %(statement_timeout)s, true);

-- name: products
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
) as p;

-- name: portfolio
select p.data, p.next_key, p.meta
from api.portfolio(
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
) as p;

-- name: marketplaces
select m.data, m.next_key, m.meta
from api.marketplaces(%(after)s, %(limit)s) as m;

-- name: categories
select c.data, c.next_key, c.meta
from api.categories(%(marketplace)s, %(category)s, %(after)s, %(limit)s) as c;

-- name: alerts
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
) as a;

-- name: alert
select api.alert(%(tenant_id)s, %(id)s);

-- name: read_alert
select api.mark_alert(%(tenant_id)s, %(id)s, 'read');

-- name: acknowledge_alert
select api.mark_alert(%(tenant_id)s, %(id)s, 'acknowledge');

-- name: resolve_alert
select api.mark_alert(%(tenant_id)s, %(id)s, 'resolve');

-- name: alert_suppressions
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
) as s;

-- name: alert_rules
select r.data, r.next_key, r.meta
from api.alert_rules(
    p_tenant_id => %(tenant_id)s,
    p_rule_type => %(rule_type)s,
    p_is_active => %(is_active)s,
    p_after => %(after)s,
    p_limit => %(limit)s
) as r;

-- name: alert_rule
select api.alert_rule(%(tenant_id)s, %(id)s);

-- name: create_alert_rule
select r.body, r.id from api.create_alert_rule(%(tenant_id)s, %(body)s) as r;

-- name: update_alert_rule
select api.update_alert_rule(%(tenant_id)s, %(id)s, %(body)s, %(if_match)s);

-- name: delete_alert_rule
select api.delete_alert_rule(%(tenant_id)s, %(id)s);

-- name: backtest_alert_rule
select api.backtest_alert_rule(
    p_tenant_id => %(tenant_id)s,
    p_id => %(id)s,
    p_from => (%(body)s::jsonb ->> 'from')::date,
    p_to => (%(body)s::jsonb ->> 'to')::date,
    p_changes => %(body)s::jsonb -> 'changes'
);

-- name: tracked_products
select t.data, t.next_key, t.meta
from api.tracked_products(
    p_tenant_id => %(tenant_id)s,
    p_marketplace => %(marketplace)s,
    p_is_active => %(is_active)s,
    p_after => %(after)s,
    p_limit => %(limit)s
) as t;

-- name: tracked_product
select api.tracked_product(%(tenant_id)s, %(asin)s, %(marketplace)s);

-- name: track_product
select api.track_product(%(tenant_id)s, %(asin)s, %(marketplace)s, %(body)s);

-- name: track_products
select api.track_products(%(tenant_id)s, %(body)s);

-- name: untrack_product
select api.untrack_product(%(tenant_id)s, %(asin)s, %(marketplace)s);

-- name: score_weights
select api.score_weights(%(tenant_id)s);

-- name: set_score_weights
select api.set_score_weights(%(tenant_id)s, %(body)s);

-- name: competitive_groups
select g.data, g.next_key, g.meta
from api.competitive_groups(
    p_tenant_id => %(tenant_id)s,
    p_marketplace => %(marketplace)s,
    p_asin_main => %(asin_main)s,
    p_after => %(after)s,
    p_limit => %(limit)s
) as g;

-- name: competitive_group
select api.competitive_group(%(tenant_id)s, %(id)s);

-- name: create_competitive_group
select g.body, g.id
from api.create_competitive_group(%(tenant_id)s, %(body)s) as g;

-- name: update_competitive_group
select api.update_competitive_group(%(tenant_id)s, %(id)s, %(body)s, %(if_match)s);

-- name: delete_competitive_group
select api.delete_competitive_group(%(tenant_id)s, %(id)s);

-- name: add_group_member
select api.add_group_member(
    p_tenant_id => %(tenant_id)s,
    p_id => %(id)s,
    p_asin => %(asin)s,
    p_is_active => (%(body)s::jsonb ->> 'is_active')::boolean
);

-- name: remove_group_member
select api.remove_group_member(%(tenant_id)s, %(id)s, %(asin)s);

-- name: competitor_links
select l.data, l.next_key, l.meta
from api.competitor_links(
    p_tenant_id => %(tenant_id)s,
    p_marketplace => %(marketplace)s,
    p_asin => %(asin)s,
    p_after => %(after)s,
    p_limit => %(limit)s
) as l;

-- name: link_competitor
select api.link_competitor(
    %(tenant_id)s, %(asin_main)s, %(asin_comp)s, %(marketplace)s
);

-- name: unlink_competitor
select api.unlink_competitor(
    %(tenant_id)s, %(asin_main)s, %(asin_comp)s, %(marketplace)s
);

-- name: competitor_suggestions
select s.data, s.next_key, s.meta
from api.competitor_suggestions(
    p_tenant_id => %(tenant_id)s,
    p_asin => %(asin)s,
    p_marketplace => %(marketplace)s,
    p_after => %(after)s,
    p_limit => %(limit)s
) as s;

-- name: notification_channels
select c.data, c.next_key, c.meta
from api.notification_channels(%(tenant_id)s, %(after)s, %(limit)s) as c;

-- name: notification_channel
select api.notification_channel(%(tenant_id)s, %(id)s);

-- name: create_notification_channel
select c.body, c.id
from api.create_notification_channel(%(tenant_id)s, %(body)s) as c;

-- name: update_notification_channel
select api.update_notification_channel(
    %(tenant_id)s, %(id)s, %(body)s, %(if_match)s
);

-- name: delete_notification_channel
select api.delete_notification_channel(%(tenant_id)s, %(id)s);

-- name: notifications
select n.data, n.next_key, n.meta
from api.notifications(
    p_tenant_id => %(tenant_id)s,
    p_status => %(status)s,
    p_channel_id => %(channel_id)s,
    p_alert_id => %(alert_id)s,
    p_after => %(after)s,
    p_limit => %(limit)s
) as n;

-- name: brands
select b.data, b.next_key, b.meta
from api.brands(%(tenant_id)s, %(is_active)s, %(after)s, %(limit)s) as b;

-- name: brand
select api.brand(%(tenant_id)s, %(brand_id)s);

-- name: brand_segments
select s.data, s.next_key, s.meta
from api.brand_segments(
    p_tenant_id => %(tenant_id)s,
    p_id => %(brand_id)s,
    p_segment_type => %(segment_type)s,
    p_from => %(first)s,
    p_to => %(last)s,
    p_asin => %(asin)s,
    p_marketplace => %(marketplace)s,
    p_after => %(after)s,
    p_limit => %(limit)s
) as s;

-- name: brand_segment_metadata
select m.data, m.next_key, m.meta
from api.brand_segment_metadata(
    p_tenant_id => %(tenant_id)s,
    p_id => %(brand_id)s,
    p_from => %(first)s,
    p_to => %(last)s,
    p_after => %(after)s,
    p_limit => %(limit)s
) as m;

-- name: brand_queries
select q.data, q.next_key, q.meta
from api.brand_queries(
    p_tenant_id => %(tenant_id)s,
    p_id => %(brand_id)s,
    p_period_type => %(period_type)s,
    p_from => %(first)s,
    p_to => %(last)s,
    p_filter => %(filter)s,
    p_lost_stage => %(lost_stage)s,
    p_is_branded => %(is_branded)s,
    p_marketplace => %(marketplace)s,
    p_after => %(after)s,
    p_limit => %(limit)s
) as q;

-- name: brand_query_products
select q.data, q.next_key, q.meta
from api.brand_query_products(
    p_tenant_id => %(tenant_id)s,
    p_id => %(brand_id)s,
    p_period_type => %(period_type)s,
    p_from => %(first)s,
    p_to => %(last)s,
    p_filter => %(filter)s,
    p_search_query => %(search_query)s,
    p_asin => %(asin)s,
    p_marketplace => %(marketplace)s,
    p_after => %(after)s,
    p_limit => %(limit)s
) as q;

-- name: brand_query_changes
select q.data, q.next_key, q.meta
from api.brand_query_changes(
    p_tenant_id => %(tenant_id)s,
    p_id => %(brand_id)s,
    p_period_type => %(period_type)s,
    p_from => %(first)s,
    p_to => %(last)s,
    p_filter => %(filter)s,
    p_marketplace => %(marketplace)s,
    p_sort => %(sort)s,
    p_periods_back => %(periods_back)s,
    p_after => %(after)s,
    p_limit => %(limit)s
) as q;

-- name: brand_coverage
select c.data, c.next_key, c.meta
from api.brand_coverage(
    p_tenant_id => %(tenant_id)s,
    p_id => %(brand_id)s,
    p_period_type => %(period_type)s,
    p_from => %(first)s,
    p_to => %(last)s,
    p_state => %(state)s,
    p_asin => %(asin)s,
    p_marketplace => %(marketplace)s,
    p_after => %(after)s,
    p_limit => %(limit)s
) as c;

-- name: brand_performance
select p.data, p.next_key, p.meta
from api.brand_performance(
    p_tenant_id => %(tenant_id)s,
    p_id => %(brand_id)s,
    p_period_type => %(period_type)s,
    p_from => %(first)s,
    p_to => %(last)s,
    p_marketplace => %(marketplace)s,
    p_after => %(after)s,
    p_limit => %(limit)s
) as p;

-- name: jobs
select r.data, r.next_key, r.meta
from api.runs(%(status)s, %(source)s, %(after)s, %(limit)s) as r;

-- name: job
select api.run(%(job_id)s);

-- name: operations
select api.operations();

-- name: rejects
select r.data, r.next_key, r.meta
from api.rejects(%(job_id)s, %(code)s, %(after)s, %(limit)s) as r;

-- name: replay_rejects
select api.replay_rejects(%(body)s);

-- name: data_freshness
select api.data_freshness(%(tenant_id)s);

-- name: coverage_days
select api.coverage_days(%(tenant_id)s, %(marketplace)s, %(first)s, %(last)s);

-- name: search_report_quota
select api.search_report_quota(%(tenant_id)s);

-- name: with_request_name
-- Gives its session the name of the request until the end of the statement: one
-- statement, so it costs no round trip. The inner query refers to the name, and OFFSET 0
-- keeps the two apart: so the name is set before any part of the query runs.
select q.*
from (
    select set_config('application_name', %(request_name)s, true) as name
    offset 0
) as named
cross join lateral (
    select i.* from ({query}) as i where named.name is not null offset 0
) as q;

-- name: with_version
-- A page, and the version up to which it holds: a volatile function may see more.
select s.version, q.*
from api.data_version() as s (version)
cross join lateral ({query}) as q;

-- name: on_standby
-- Nothing unless the server is a standby. The snapshot is older than the question: what
-- a promoted server adds to the data is not in it.
select q.* from ({query}) as q where pg_is_in_recovery();

-- name: standby_state
select api.data_version(), extract(epoch from pg_last_xact_replay_timestamp())::float8;

-- name: series_as_text
-- The rows of a series as CSV or JSON lines, each with the product it is about.
select
    q.version,
    q.data_version,
    case when q.body is not null then api.lines(
        q.body::json -> 'data' -> %(rows)s::text, %(format)s, %(columns)s, true,
        json_build_object(
            'asin', q.body::json #> '{meta,asin}',
            'marketplace', q.body::json #> '{meta,marketplace}',
            'currency', q.body::json #> '{meta,currency}'
        )
    ) end
from ({query}) as q (version, data_version, body);

-- name: explanation
select api.explain(%(tenant_id)s, %(relation)s, %(key)s, %(column)s);

-- name: gaps_as_text
-- The gaps of a comparison as CSV or JSON lines: a row a competitor and day.
select
    q.version,
    q.data_version,
    case when q.body is not null then api.lines(
        api.gap_rows(q.body::json), %(format)s, %(columns)s, true, '{}'
    ) end
from ({query}) as q (version, data_version, body);

-- name: page_to_keep
-- A page as an answer of the cache: its three parts in one text, with the character between
-- them that JSON never contains, and the version up to which it holds.
select
    api.data_version(),
    null::bigint,
    concat(q.data, e'\x1e', q.next_key, e'\x1e', q.meta)
from ({query}) as q (data, next_key, meta);

-- name: page_as_text
-- The rows of a page as CSV or JSON lines.
select
    api.lines(q.data::json, %(format)s, %(columns)s, %(has_header)s),
    q.next_key
from ({query}) as q (data, next_key, meta);

-- name: recommendation
select api.recommendation(%(tenant_id)s, %(asin)s, %(marketplace)s);

-- name: refresh_recommendation
select api.refresh_recommendation(%(tenant_id)s, %(asin)s, %(marketplace)s);

-- name: recommendation_action
select api.recommendation_action(%(tenant_id)s, %(id)s);

-- name: update_recommendation_action
select api.update_recommendation_action(
    %(tenant_id)s, %(id)s, %(body)s, %(if_match)s
);
