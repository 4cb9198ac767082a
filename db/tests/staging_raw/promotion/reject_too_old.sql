begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
select plan(6);

update ops.settings set value = '1' where name = 'reject_share_limit';
select pg_temp.load_run('t1', pg_temp.observed('B0TESTA001', '2025-02-10', '{"price": 1}'), pg_temp.observed('B0TESTA001', '2025-03-10', '{"price": 2}'));
select is_empty('select 1 from staging_raw.rejected_events', 'without retention no day is too old');
update ops.partition_policies set horizon = '2025-03-01' where parent = 'core.product_snapshots';
select pg_temp.load_run(
    't2', pg_temp.observed('B0TESTA001', '2025-02-10', '{"price": 3}'), pg_temp.observed('B0TESTA001', '2025-03-01', '{"price": 4}'),
    pg_temp.observed('B0TESTA001', '2025-03-02', '{"price": 5}'), pg_temp.observed('not an asin', '2025-02-11', '{"price": 1}'),
    '{"asin": "B0TESTA002", "requested_asin": "B0TESTA003", "observed_date": "2025-02-10", "price": 6}'
);
select results_eq(
    'select e.item_no, e.stage, e.reason_code, e.detail from staging_raw.rejected_events as e order by e.item_no',
    $$values
        (1, 'check', 'too_old', 'observed on 2025-02-10; observations are kept from 2025-03-02 on'),
        (2, 'check', 'too_old', 'observed on 2025-03-01; observations are kept from 2025-03-02 on'),
        (4, 'check', 'asin_invalid', '''NOT AN ASIN'' is not an ASIN: 10 capital letters and digits'),
        (5, 'check', 'too_old', 'observed on 2025-02-10; observations are kept from 2025-03-02 on')
    $$,
    'days before the first open day are too old; other reasons come first'
);
select results_eq(
    'select d.date, d.price from core.product_metrics_daily as d order by d.date', $$values (date '2025-02-10', 1::numeric), ('2025-03-02', 5), ('2025-03-10', 2)$$,
    'a closed day does not change'
);
-- Deleting a snapshot of a closed day does not delete the daily row.
delete from core.product_snapshots where date = '2025-02-10';
select ops.refresh_dirty();
select is((select d.price from core.product_metrics_daily as d where d.date = '2025-02-10'), 1::numeric, 'not even when all its observations are deleted');
update core.product_metrics_daily set price = 7 where date = '2025-02-10';
select ops.refresh_dirty();
select is(
    (select m.price_delta from mart.product_metrics_delta_daily as m where m.date = '2025-03-02'), -2::numeric, 'its daily row can be changed manually, and the marts follow'
);
update ops.partition_policies set horizon = null;
select pg_temp.replay('t2');
select is(
    (select count(*) from staging_raw.rejected_events as e where e.reason_code = 'too_old' and e.resolved_at is null), 0::bigint,
    'when the days are open again a replay accepts them'
);

select * from finish();
rollback;
