begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(8);

delete from ops.job_runs;
delete from ops.cache_invalidations;
insert into ops.job_runs (job_name, started_at, finished_at, status, row_count) values
    ('a', '2025-03-01 00:00+00', '2025-03-01 00:01+00', 'succeeded', 1), ('a', '2025-03-02 00:00+00', '2025-03-02 00:01+00', 'succeeded', 2),
    ('a', '2025-03-03 00:00+00', '2025-03-03 00:01+00', 'failed', 3), ('a', '2025-03-09 00:00+00', '2025-03-09 00:01+00', 'failed', 4),
    ('b', '2025-03-01 00:00+00', '2025-03-01 00:01+00', 'skipped', 5);
insert into ops.cache_invalidations (created_at, product_keys, pair_keys) values
    ('2025-03-01 00:00+00', array['x'], '{}'), ('2025-03-02 00:00+00', array['y'], '{}');
select results_eq(
    $$select s.row_count, s.has_more from ops.rotate_history('2025-03-11 00:00+00') as s$$, $$values (4::bigint, false)$$, 'rows older than history_retention are deleted'
);
select results_eq(
    'select r.job_name, r.row_count from ops.job_runs as r order by r.row_count', $$values ('a', 2::bigint), ('a', 4)$$,
    'the last success of a job stays, which the watchdog reads'
);
select results_eq(
    'select i.product_keys from ops.cache_invalidations as i', $$values (array['y'])$$, 'the newest invalidation stays, whose id is the data version'
);
select is((ops.rotate_history('2025-03-11 00:00+00')).row_count, 0::bigint, 'a second run deletes nothing');
insert into ops.refresh_log (view_name, started_at, finished_at, status, data_version, duration_ms)
select 'v', t.moment, t.moment, t.status, 1, 1
from (values ('2025-03-01 00:00+00'::timestamptz, 'succeeded'), ('2025-03-02 00:00+00', 'succeeded'), ('2025-03-03 00:00+00', 'failed')) as t (moment, status);
insert into ops.quality_checks (date, check_name, subject, value, threshold, status, detail, checked_at)
select d, 'row_count', 'x', 1, 1, 'ok', 'Fine.', d from (values ('2024-02-01'::date), ('2025-03-01')) as v (d);
select is((ops.rotate_history('2025-03-11 00:00+00')).row_count, 3::bigint, 'refreshes are deleted except the last success, and quality checks after their own retention');
select results_eq('select r.started_at from ops.refresh_log as r union all select q.checked_at from ops.quality_checks as q', $$values ('2025-03-02 00:00+00'::timestamptz), ('2025-03-01 00:00+00')$$, 'newer quality checks stay');
insert into app.idempotency_keys (tenant_id, route, key, fingerprint, claim, claimed_at, expires_at)
select '00000000-0000-0000-0000-000000000001', 'POST /v1/x', d::text, sha256(''), gen_random_uuid(), d, d
from (values ('2025-03-11 00:00+00'::timestamptz), ('2025-03-11 00:01+00')) as v (d);
select is((ops.rotate_history('2025-03-11 00:00+00')).row_count, 1::bigint, 'expired idempotency keys are deleted');
update ops.settings set value = '30 days' where name = 'history_retention';
insert into ops.job_runs (job_name, started_at, status) values ('a', '2025-02-20 00:00+00', 'failed');
select is((ops.rotate_history('2025-03-11 00:00+00')).row_count, 0::bigint, 'the retention is a setting');

select * from finish();
rollback;
