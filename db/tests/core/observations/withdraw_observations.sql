begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
\ir ../../support/differences.psql
select plan(30);

set local role asinmart_owner;
-- Another adapter of the plain form takes the place of the one there is: it reads this instead of the payload.
create temp table adapter on commit drop as select pg_get_functiondef('staging_raw.from_observation'::regproc) as definition;
create function pg_temp.mend(p_change text)
returns void
language plpgsql
volatile
as $$
begin
    execute (
        select replace(a.definition, 'from (select p_payload ||', 'from (select ' || p_change || ' ||') from pg_temp.adapter as a
    );
end;
$$;
create temp view snapshots as
select s.asin, s.scraped_at, s.status, s.price, s.job_id from core.product_snapshots as s order by s.asin, s.scraped_at;

-- An observation that moves to another instant, from a day that something else knows and from one that nothing else does.
select pg_temp.load_run(
    'w1', '{"asin": "B0TESTA001", "scraped_at": "2025-03-10T18:00:00Z", "price": 10, "title": "Right"}',
    '{"asin": "B0TESTA002", "scraped_at": "2025-03-10T18:00:00Z", "price": 5}'
);
select pg_temp.load_run(
    'w2', '{"asin": "B0TESTA001", "scraped_at": "2025-03-10T18:00:00Z", "moved": "2025-04-11T18:00:00Z", "price": 30, "title": "Wrong", "bullets": ["w"]}',
    '{"asin": "B0TESTA001", "scraped_at": "2025-03-20T18:00:00Z", "moved": "2025-03-21T18:00:00Z", "price": 21, "title": "Wrong too"}',
    '{"asin": "B0TESTA003", "scraped_at": "2025-03-20T18:00:00Z", "renamed": "B0TESTA004", "price": 7, "title": "Named wrong", "bullets": ["w"]}'
);
select results_eq(
    $$select s.scraped_at, s.price from snapshots as s where s.asin = 'B0TESTA001'$$,
    $$values ('2025-03-10 18:00+00'::timestamptz, 30.00), ('2025-03-20 18:00+00', 21)$$, 'as it was read, one day lies upon another'
);
select pg_temp.mend($$jsonb_strip_nulls(p_payload || jsonb_build_object(
    'scraped_at', coalesce(p_payload ->> 'moved', p_payload ->> 'scraped_at'), 'asin', coalesce(p_payload ->> 'renamed', p_payload ->> 'asin')
))$$);
select results_eq(
    $$select p.status, p.accepted_count, p.duplicate_count from pg_temp.replay('w2') as p$$, $$values ('SUCCESS', 3, 0)$$,
    'the mended adapter gives other observations'
);
select results_eq(
    $$select s.asin, s.scraped_at, s.price from snapshots as s where s.asin <> 'B0TESTA002'$$,
    $$values ('B0TESTA001', '2025-03-21 18:00+00'::timestamptz, 21.00), ('B0TESTA001', '2025-04-11 18:00+00', 30), ('B0TESTA004', '2025-03-20 18:00+00', 7)$$,
    'which take the place of those the items gave before'
);
select results_eq(
    'select p.accepted_count, p.withdrawn_count, p.changed_day_count from ops.replay_progress as p', $$values (3::bigint, 3::bigint, 6::bigint)$$,
    'that is counted'
);
select results_eq(
    'select d.asin, d.date from core.product_metrics_daily as d order by d.asin, d.date',
    $$values ('B0TESTA001', '2025-03-21'::date), ('B0TESTA001', '2025-04-11'), ('B0TESTA002', '2025-03-10'), ('B0TESTA004', '2025-03-20')$$,
    'days that lost their only observation are gone'
);
select is_empty('select * from pg_temp.differences()', 'and the marts follow');
select is_empty($$select 1 from core.products as p where p.asin = 'B0TESTA003'$$, 'a product that nothing else ever showed is gone');
select is_empty($$select 1 from core.product_features as f where f.asin = 'B0TESTA003'$$, 'with its features');
select results_eq(
    $$select p.first_seen_at, p.last_seen_at, p.described_at, p.title from core.products as p where p.asin = 'B0TESTA001'$$,
    $$values ('2025-03-21 18:00+00'::timestamptz, '2025-04-11 18:00+00'::timestamptz, '2025-04-11 18:00+00'::timestamptz, 'Wrong')$$,
    'the others are seen and described as the mended adapter says'
);
-- What it had covered belongs to an earlier run: it comes back with a replay that holds both.
select is(
    (select count(*) from ops.replayable_runs('2000-01-01') as l), 2::bigint, 'there are two runs'
);
select ops.replay('2000-01-01');
select ops.promote_next() from generate_series(1, 4);
select results_eq(
    $$select s.scraped_at, s.price, s.job_id from snapshots as s where s.asin = 'B0TESTA001'$$,
    $$values ('2025-03-10 18:00+00'::timestamptz, 10.00, 'w1'), ('2025-03-21 18:00+00', 21, 'w2'), ('2025-04-11 18:00+00', 30, 'w2')$$,
    'an observation that was covered by a wrong one comes back'
);
select is((select p.first_seen_at from core.products as p where p.asin = 'B0TESTA001'), '2025-03-10 18:00+00'::timestamptz, 'and counts as seen');

-- The same in one replay of a range: the earlier run is past when the later one withdraws, and goes once more.
select pg_temp.mend('p_payload');
select ops.replay('2000-01-01');
select ops.promote_next() from generate_series(1, 6);
select results_eq(
    'select r.job_id, r.status, s.price from core.ingest_runs as r cross join lateral (select s.price from snapshots as s where s.scraped_at = ''2025-03-10 18:00+00'' and s.asin = ''B0TESTA001'') as s order by 1',
    $$values ('w1', 'SUCCESS', 30.00), ('w2', 'SUCCESS', 30.00)$$, 'broken again, the wrong one covers the right one'
);
select pg_temp.mend($$p_payload || jsonb_build_object('scraped_at', coalesce(p_payload ->> 'moved', p_payload ->> 'scraped_at'))$$);
select ops.replay('2000-01-01', now() + interval '1 day');
select ops.promote_next();
select ops.promote_next();
select results_eq(
    $$select r.job_id, r.status from core.ingest_runs as r order by r.id$$, $$values ('w1', 'LANDED'), ('w2', 'SUCCESS')$$,
    'runs before one that withdraws go through once more'
);
select is((ops.promote_next()).has_more, true, 'by themselves');
select is((ops.promote_next()).has_more, false, 'once');
select is(
    (select s.price from snapshots as s where s.asin = 'B0TESTA001' and s.scraped_at = '2025-03-10 18:00+00'), 10.00, 'and give what was covered'
);
select is_empty('select * from pg_temp.differences()', 'with marts to match');

-- An adapter that rejects, or finds another status.
select pg_temp.mend($$p_payload || case when p_payload ->> 'asin' = 'B0TESTA002' then '{"asin": "bad"}' else '{"list_price": 9}' end::jsonb$$);
select results_eq(
    $$select p.status, p.accepted_count, p.rejected_count from pg_temp.replay('w1') as p$$, $$values ('PARTIAL', 1, 1)$$, 'what is rejected now is no observation'
);
select is_empty($$select 1 from core.products as p where p.asin = 'B0TESTA002' union all select 1 from mart.product_latest as l where l.asin = 'B0TESTA002'$$, 'nor any more a product');
select pg_temp.mend('p_payload');
select is((pg_temp.replay('w1')).status, 'SUCCESS', 'until it is accepted again');
select is((select p.is_unlisted from core.products as p where p.asin = 'B0TESTA002'), false, 'listed');
select pg_temp.mend($$p_payload || '{"status": "delisted", "price": null}'$$);
select pg_temp.replay('w1');
select is((select p.is_unlisted from core.products as p where p.asin = 'B0TESTA002'), true, 'or gone, as the adapter reads it');
select pg_temp.mend($$p_payload || case when p_payload ->> 'asin' = 'B0TESTA002' then '{"asin": "B0TESTA009"}' else '{}' end::jsonb$$);
insert into core.products (asin, marketplace, first_seen_at, last_seen_at, described_at) values ('B0TESTA005', 'US', '2020-01-01', '2020-01-01', '2020-01-01');
update core.products set first_seen_at = '2020-01-01' where asin = 'B0TESTA002';
select pg_temp.replay('w1');
select results_eq(
    $$select p.asin, p.is_unlisted from core.products as p where p.asin in ('B0TESTA002', 'B0TESTA009') order by 1$$,
    $$values ('B0TESTA002', false), ('B0TESTA009', false)$$, 'a product that was there before it was observed stays, no longer unlisted'
);

-- List places.
select pg_temp.mend('p_payload');
select pg_temp.load_run('w3', '{"asin": "B0TESTA006", "scraped_at": "2025-03-10T18:00:00Z", "price": 5, "list_category": "Gloves", "list_rank": 4}');
select pg_temp.mend($$p_payload || '{"list_category": "Mittens"}'$$);
select pg_temp.replay('w3');
select results_eq(
    'select b.category, b.rank from core.bestseller_snapshots as b', $$values ('Mittens', 4)$$, 'a place on a list goes when its item gives another'
);
select is((select x.withdrawn_count from ops.replays as x order by x.id desc limit 1), 1::bigint, 'and is counted');

-- Days that retention has closed stand as it left them: their items are too old now, or the mended adapter reads them otherwise.
select pg_temp.mend('p_payload');
select pg_temp.load_run(
    'w4', '{"asin": "B0TESTA007", "scraped_at": "2025-03-10T18:00:00Z", "price": 5, "list_category": "Hats", "list_rank": 1}',
    '{"asin": "B0TESTA008", "scraped_at": "2025-04-01T18:00:00Z", "price": 6, "title": "Kept", "bullets": ["k"]}',
    '{"asin": "B0TESTA008", "scraped_at": "2025-05-01T18:00:00Z", "price": 7}'
);
update ops.settings set value = '1' where name = 'reject_share_limit';
update ops.partition_policies set horizon = '2025-04-01' where parent = 'core.product_snapshots';
create temp view standing as
select s::text as line from core.product_snapshots as s
union all select b::text from core.bestseller_snapshots as b
union all select d::text from core.product_metrics_daily as d
union all select f::text from core.product_features as f
union all select p::text from core.products as p where p.asin = 'B0TESTA007';
create temp table stood on commit drop as table standing;
select results_eq(
    $$select p.status, p.duplicate_count, p.rejected_count from pg_temp.replay('w4') as p$$, $$values ('PARTIAL', 1, 2)$$, 'items of closed days are too old for a replay'
);
select bag_eq('table standing', 'table stood', 'but what they gave before stands');
select pg_temp.mend($$p_payload || '{"asin": "B0TESTA009", "list_category": "Caps"}'$$);
select pg_temp.replay('w4');
select bag_eq(
    $$select s.line from standing as s where s.line !~ 'B0TESTA009'$$, $$select s.line from stood as s where s.line !~ '2025-05-01|B0TESTA009'$$,
    'also where the adapter reads them otherwise now'
);
select is_empty('select * from pg_temp.differences()', 'and the marts agree');

select * from finish();
rollback;
