begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
select plan(12);

create view pg_temp.rejects as
select e.item_no, e.element_no, e.stage, e.reason_code, e.attempts, e.resolved_at is null as is_open
from staging_raw.rejected_events as e
where e.job_id = 'r1';
update ops.settings set value = '1' where name = 'reject_share_limit';

-- One item that could not be stored as JSON, and six that could.
select ops.start_run('r1', 'test');
insert into staging_raw.rejected_events (job_id, item_no, stage, reason_code, detail, raw_text) values ('r1', 7, 'load', 'json_invalid', 'cut off', '{"asin"');
insert into staging_raw.raw_events (job_id, item_no, source, payload, content_hash)
select 'r1', i.item_no, 'test', i.item::jsonb, '\x00'
from (values
    (1, '{"asin": "B0TESTA001", "observed_date": "2025-03-10", "price": 1}'),
    (2, '{"asin": "B0TESTA002", "observed_date": "soon", "price": 1}'),
    (3, '{"hello": "world"}'),
    (4, '{"slug": "gloves", "snapshot_date": "2025-03-10", "products": [{"asin": "B0TESTA003", "rank": 1}, {"asin": "bad", "rank": 2}, {"asin": "", "rank": 3, "url": "https://amazon.de/x"}]}'),
    (5, '{"asin": "B0TESTA005", "observed_date": "1998-03-10", "price": 1}'),
    (6, '{"slug": "none", "snapshot_date": "2025-03-10", "products": []}')
) as i (item_no, item);
select ops.land_run('r1', 7, 100);

select results_eq(
    $$select p.status, p.received_count, p.accepted_count, p.duplicate_count, p.rejected_count from pg_temp.promote('r1') as p$$,
    $$values ('PARTIAL', 9, 2, 0, 7)$$,
    'received = accepted + duplicate + rejected, including items that are no JSON'
);
select results_eq(
    'select r.item_no, r.element_no, r.stage, r.reason_code from pg_temp.rejects as r order by r.item_no, r.element_no',
    $$values
        (2, null::integer, 'check', 'time_unreadable'), (3, null, 'adapt', 'shape_unknown'), (4, 2, 'check', 'asin_invalid'),
        (4, 3, 'check', 'asin_missing'), (5, null, 'check', 'observed_too_early'), (6, null, 'adapt', 'no_observation'),
        (7, null, 'load', 'json_invalid')
    $$,
    'every reject has its position, stage and reason'
);
select is_empty(
    $$
        select 1 from staging_raw.rejected_events as e
        where e.job_id = 'r1' and e.stage <> 'load'
            and not exists (select from staging_raw.raw_events as r where r.id = e.raw_event_id and r.item_no = e.item_no)
    $$,
    'every reject has its original'
);

select results_eq(
    $$select p.status, p.received_count, p.accepted_count, p.duplicate_count, p.rejected_count from pg_temp.replay('r1') as p$$,
    $$values ('PARTIAL', 9, 0, 2, 7)$$,
    'a replay counts known rows as duplicates, and rejects the same items'
);
select results_eq(
    'select count(*), count(*) filter (where r.is_open), max(r.attempts) filter (where r.stage <> ''load'') from pg_temp.rejects as r',
    $$values (7::bigint, 7::bigint, 2)$$,
    'no reject is stored twice: its attempts are counted'
);

-- The check is changed in this transaction: unread times and missing ASINs pass, and too early times get another reason.
create or replace function staging_raw.reject_code(
    p_asin text, p_url_marketplace text, p_run_marketplace text, p_host text, p_unread_time text, p_foreign_currency text,
    p_unknown_shop text, p_seen_at timestamptz, p_now timestamptz
)
returns text
language sql
stable
as $$
    select case when p_asin = 'BAD' then 'asin_invalid' when p_seen_at < '2000-01-01' then 'prehistoric' end;
$$;
select ops.replay_run('r1');
select ops.promotion_scratch();
select is(
    (
        select staging_raw.reject_observations(r, 7, now())
        from core.ingest_runs as r
        cross join lateral (select staging_raw.adapt_run(r, 7, now()) offset 0) as adapted
        where r.job_id = 'r1'
    ),
    5, 'items that are still rejected are counted, including the item that is no JSON'
);
select results_eq(
    'select r.item_no, r.element_no, r.reason_code, r.is_open from pg_temp.rejects as r order by r.item_no, r.element_no, r.reason_code',
    $$values
        (2, null::integer, 'time_unreadable', false), (3, null, 'shape_unknown', true), (4, 2, 'asin_invalid', true),
        (4, 3, 'asin_missing', false), (5, null, 'observed_too_early', false), (5, null, 'prehistoric', true),
        (6, null, 'no_observation', true), (7, null, 'json_invalid', true)
    $$,
    'accepted items settle their rejects; another reason gives a new reject'
);
select is(
    (select count(*) from pg_temp.observations as o where o.reject_code is null), 4::bigint, 'the accepted items reach core'
);

-- A slice settles only the rejects of its own items.
select ops.promotion_scratch();
insert into pg_temp.observations (raw_event_id, item_no, source)
select r.id, r.item_no, r.source from staging_raw.raw_events as r where r.job_id = 'r1' and r.item_no = 3;
select is(
    (select staging_raw.reject_observations(r, 3, now()) from core.ingest_runs as r where r.job_id = 'r1'), 0,
    'only rejects of items up to the position count'
);
select results_eq(
    'select r.item_no, r.reason_code from pg_temp.rejects as r where r.is_open order by r.item_no',
    $$values (4, 'asin_invalid'), (5, 'prehistoric'), (6, 'no_observation'), (7, 'json_invalid')$$,
    'rejects of later items stay open'
);
select throws_ok(
    $$insert into staging_raw.rejected_events (job_id, stage, reason_code) values ('r1', 'load', 'json_invalid')$$, '23514', null,
    'a reject without its original is refused'
);
select throws_ok(
    $$insert into staging_raw.rejected_events (job_id, stage, reason_code, raw_text) values ('r1', 'mart', 'x', 'x')$$, '23514', null,
    'an unknown stage is refused'
);

select * from finish();
rollback;
