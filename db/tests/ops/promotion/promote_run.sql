begin;
set local search_path to extensions, public;
\ir ../../support/reports.psql
\ir ../../support/differences.psql
select plan(38);

set local role asinmart_loader;
select pg_temp.land_run('p1', array[
    pg_temp.observed('B0TESTA001', '2025-03-10', '{"price": 10, "title": "One"}'), pg_temp.observed('B0TESTA001', '2025-03-11', '{"price": 20}'),
    pg_temp.observed('B0TESTA002', '2025-03-11', '{"asin": "bad"}'), pg_temp.observed('B0TESTA003', '2025-03-11', '{"status": "blocked"}')
]);
select results_eq(
    $$select p.* from ops.promote_run('p1') as p$$, $$values ('p1', 'PARTIAL', 4, 3, 0, 1, 2, 1, false)$$,
    'a loader promotes its run and gets the result'
);
select throws_ok('select 1 from core.product_snapshots', '42501', null, 'the loader needs no rights on core');
set local role asinmart_owner;
select results_eq(
    $$
        select r.status, r.received_count, r.accepted_count, r.duplicate_count, r.rejected_count, r.changed_day_count, r.alert_count,
            r.promoted_item_no, r.attempts, r.error
        from core.ingest_runs as r
    $$,
    $$values ('PARTIAL', 4, 3, 0, 1, 2, 1, 4, 1, null)$$,
    'the ledger has the same counts'
);
select results_eq(
    $$select k.key from core.ingest_runs as r cross join jsonb_object_keys(r.stage_ms) as k (key) order by k.key$$,
    $$values ('adapt'), ('alerts'), ('announce'), ('apply'), ('comparison'), ('daily'), ('days'), ('latest')$$,
    'the ledger has the duration of each stage'
);
select is((ops.promote_run('p1')).status, 'PARTIAL', 'a promoted run is returned unchanged');
select is((select r.attempts from core.ingest_runs as r), 1, 'it is not promoted again');
select throws_ok($$select ops.promote_run('no such run')$$, 'AM404', null, 'a missing run is an error');
select ops.start_run('p2', 'file');
select is((ops.promote_run('p2')).status, 'LOADING', 'a run that is still loading is not promoted');

-- A failed observation has no values.
select results_eq(
    $$select p.last_seen_at, p.is_unlisted from core.products as p where p.asin = 'B0TESTA003'$$,
    $$values ('2025-03-11 00:00-07'::timestamptz, false)$$,
    'a blocked page updates last_seen_at'
);
select is_empty($$select 1 from core.product_metrics_daily as d where d.asin = 'B0TESTA003'$$, 'a blocked page gives no day');
select is_empty($$select 1 from mart.product_latest as l where l.asin = 'B0TESTA003'$$, 'nowhere');

-- Slices.
update ops.settings set value = '2' where name = 'promotion_slice_items';
select pg_temp.land_run('p3', array[
    pg_temp.observed('B0TESTA001', '2025-03-12', '{"price": 21}'), pg_temp.observed('B0TESTA001', '2025-03-13', '{"price": 22}'),
    pg_temp.observed('B0TESTA001', '2025-03-13', '{"asin": "bad"}'), pg_temp.observed('B0TESTA004', '2025-03-13', '{"price": 4}'),
    pg_temp.observed('B0TESTA001', '2025-03-12', '{"price": 23}')
]);
select results_eq(
    $$select p.status, p.received_count, p.accepted_count, p.rejected_count, p.has_more from ops.promote_run('p3') as p$$,
    $$values ('LANDED', 2, 2, 0, true)$$,
    'a large run is promoted slice by slice'
);
select is((select l.price from mart.product_latest as l where l.asin = 'B0TESTA001'), 22::numeric, 'each slice reaches the marts');
select results_eq(
    $$select p.status, p.received_count, p.accepted_count, p.rejected_count, p.has_more from ops.promote_run('p3') as p$$,
    $$values ('LANDED', 4, 3, 1, true)$$,
    'counts are added up'
);
select results_eq(
    $$select p.status, p.received_count, p.accepted_count, p.duplicate_count, p.rejected_count, p.has_more from ops.promote_run('p3') as p$$,
    $$values ('PARTIAL', 5, 4, 0, 1, false)$$,
    'a correction in a later slice of the run counts'
);
select is(
    (select d.price from core.product_metrics_daily as d where d.asin = 'B0TESTA001' and d.date = '2025-03-12'), 23::numeric,
    'it is the later arrival'
);
select results_eq(
    $$select p.status, p.accepted_count, p.duplicate_count, p.rejected_count from pg_temp.replay('p3') as p$$,
    $$values ('PARTIAL', 0, 4, 1)$$,
    'a replay in slices changes nothing, not even temporarily'
);
select is(
    (select d.price from core.product_metrics_daily as d where d.asin = 'B0TESTA001' and d.date = '2025-03-12'), 23::numeric,
    'the later arrival still counts'
);
update ops.settings set value = '200000' where name = 'promotion_slice_items';

-- Late promotion of older runs.
select pg_temp.land_run('p4', array[pg_temp.observed('B0TESTA005', '2025-03-10', '{"price": 1}')]);
select pg_temp.land_run('p5', array[pg_temp.observed('B0TESTA005', '2025-03-10', '{"price": 2}')]);
select pg_temp.promote('p5');
select results_eq(
    $$select p.status, p.accepted_count, p.duplicate_count from pg_temp.promote('p4') as p$$, $$values ('SUCCESS', 0, 1)$$,
    'a run that landed earlier and is promoted later changes nothing'
);
select is((select l.price from mart.product_latest as l where l.asin = 'B0TESTA005'), 2::numeric, 'the later arrival counts');

-- The same in one run and in another order.
select pg_temp.load_run('p6', pg_temp.observed('B0TESTA006', '2025-03-10', '{"price": 1}'), pg_temp.observed('B0TESTA006', '2025-03-10', '{"price": 1}'), pg_temp.observed('B0TESTA006', '2025-03-10', '{"price": 2}'));
select results_eq(
    $$select r.accepted_count, r.duplicate_count from core.ingest_runs as r where r.job_id = 'p6'$$, $$values (1, 2)$$,
    'of several items of one instant one is accepted, the others are duplicates'
);
select is((select l.price from mart.product_latest as l where l.asin = 'B0TESTA006'), 2::numeric, 'the last item counts');

-- A month without a partition.
select is(to_regclass('partitions.product_days_2011_05'), null, 'there is no partition for May 2011');
select pg_temp.load_run('p7', pg_temp.observed('B0TESTA007', '2011-05-31', '{"price": 1}'));
select is(
    (select count(*) from mart.product_days as w where w.tableoid = to_regclass('partitions.product_days_2011_05')),
    1::bigint, 'a run creates its partitions'
);
select pg_temp.land_run('p8', array[pg_temp.observed('B0TESTA007', (now() + interval '23 hours')::date, '{"price": 1}')], 'JP');
select is((pg_temp.promote('p8')).rejected_count, 0, 'a time one day ahead is accepted, since days begin earlier in the east');
select pg_temp.land_run('p9', array[pg_temp.observed('B0TESTA007', (now() + interval '3 days')::date, '{"price": 1}')]);
select is((pg_temp.promote('p9')).status, 'HALTED', 'a later time is rejected');
select pg_temp.land_run('p10', array[pg_temp.observed('B0TESTA008', '2025-03-10', '{"price": 5}')]);
select is((ops.promote_run('p10', '2025-03-01')).status, 'HALTED', 'the current time is the given one');

-- Runs and manual changes together.
insert into core.competitor_links (asin_main, asin_comp) values ('B0TESTA001', 'B0TESTA004');
update core.product_snapshots set price = 11 where asin = 'B0TESTA001' and date = '2025-03-10';
select pg_temp.load_run('p11', pg_temp.observed('B0TESTA009', '2025-03-10', '{"price": 5}'));
select is(
    (select c.price_diff from mart.competitor_comparison_daily as c where c.asin_main = 'B0TESTA001' and c.date = '2025-03-13'), 18::numeric,
    'a run includes pairs that were linked'
);
select is(
    (select d.price_delta from mart.product_metrics_delta_daily as d where d.asin = 'B0TESTA001' and d.date = '2025-03-11'), 9::numeric,
    'a run includes manual changes'
);
select is((select r.changed_day_count from core.ingest_runs as r where r.job_id = 'p11'), 2, 'their days are counted as changed');
select is_empty('select 1 from ops.dirty_days', 'no change waits afterwards');
select is_empty('select * from pg_temp.differences()', 'all derived tables equal their definitions');

-- A failed run leaves nothing behind.
create or replace function core.raise_alerts(p_job_id text, p_now timestamptz)
returns integer
language plpgsql
volatile
as $$
begin
    raise exception 'out of order' using errcode = 'AM500';
end;
$$;
select pg_temp.land_run('p12', array[pg_temp.observed('B0TESTA010', '2025-03-10', '{"price": 5}')]);
select throws_ok($$select ops.promote_run('p12')$$, 'AM500', null, 'an error in a stage fails the promotion');
select is_empty($$select 1 from core.products as p where p.asin = 'B0TESTA010'$$, 'nothing of the run is in core');
select is((select r.status from core.ingest_runs as r where r.job_id = 'p12'), 'LANDED', 'the run stays LANDED');
set local role mart_reader;
select throws_ok($$select ops.promote_run('p12')$$, '42501', null, 'a reader cannot promote');

-- Rows of a report that later rows of the run replace are no loss.
set local role asinmart_owner;
update ops.settings set value = '0.2' where name = 'reject_share_limit';
select results_eq(
    $$
        select p.status, p.received_count, p.accepted_count, p.rejected_count
        from pg_temp.load_reports('twice', pg_temp.week('2025-01-05', pg_temp.report_line('B0TESTA001', 'gloves'), pg_temp.report_line('B0TESTA001', 'hats'))
            || pg_temp.report('{"start": "2025-01-05", "document": 2}', pg_temp.report_line('B0TESTA001', 'socks'))) as p
    $$,
    $$values ('PARTIAL', 3, 1, 2)$$, 'a run with two documents for a period is not halted for the rows of the first'
);
select is(
    (pg_temp.load_reports('bad', pg_temp.week('2025-01-12', pg_temp.report_line('B0TEST', 'gloves'), pg_temp.report_line('B0TESTA001', 'hats'))
        || pg_temp.report('{"start": "2025-01-12", "document": 2}', pg_temp.report_line('B0TESTA001', 'hats')))).status,
    'HALTED', 'other rejects count among the rest'
);

select * from finish();
rollback;
