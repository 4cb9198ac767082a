-- After any mix of loads and manual changes the derived tables equal their definitions row for row.
begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
\ir ../../support/differences.psql
set local role asinmart_owner;
select plan(29);

create function pg_temp.equal(p_after text)
returns text
language sql
stable
as $$
    select is_empty('select * from pg_temp.differences()', 'all derived tables equal their definitions after ' || p_after);
$$;

insert into core.competitor_links (asin_main, asin_comp) values ('B0TESTA001', 'B0TESTA002'), ('B0TESTA002', 'B0TESTA001'), ('B0TESTA001', 'B0TESTA005');
select pg_temp.land_run('m1', array(
    select pg_temp.observed('B0TESTA00' || p, '2024-12-20'::date + d, jsonb_build_object(
        'price', (p * 7 + d * 3) % 40, 'bsr', 1 + (p * 131 + d * 17) % 900, 'bsr_category', case when d % 11 < 9 then 'A' else 'B' end,
        'rating', 3 + ((p + d) % 20) / 10.0, 'reviews_count', d * p, 'buybox_seller', 'S' || (d / 5) % 3, 'in_stock', d % 6 <> 0
    ))
    from generate_series(1, 5) as p
    cross join generate_series(0, 80) as d
    where (p * 5 + d * 7) % 9 > 1
));
select is((pg_temp.promote('m1')).status, 'SUCCESS', 'a history is loaded');
select pg_temp.equal('a first load');
select isnt_empty('select 1 from mart.competitor_comparison_daily', 'links between them');

select pg_temp.load_run('m2', pg_temp.observed('B0TESTA001', '2025-02-28', '{"price": 3.33}'), pg_temp.observed('B0TESTA003', '2025-01-01', '{"price": 2}'));
select pg_temp.equal('late rows');
select pg_temp.load_run('m3', pg_temp.observed('B0TESTA002', '2023-05-05', '{"price": 9}'));
select pg_temp.equal('a row years before all others');
select pg_temp.load_run('m4', pg_temp.observed('B0TESTA002', '2025-12-24', '{"price": 9}'), pg_temp.observed('B0TESTA004', '2026-01-02', '{"price": 9}'));
select pg_temp.equal('rows long after all others');
select pg_temp.load_run('m5', pg_temp.observed('B0TESTA002', '2025-12-24', '{"status": "parse_error"}'), pg_temp.observed('B0TESTA002', '2025-12-26', '{"price": 4}'));
select pg_temp.equal('the newest day is deleted and a newer one added at once');
select pg_temp.load_run('m6', pg_temp.observed('B0TESTA001', '2025-01-15', '{"status": "blocked"}'), pg_temp.observed('B0TESTA001', '2025-01-16', '{"status": "delisted"}'), pg_temp.observed('B0TESTA005', '2025-01-15', '{"status": "redirected"}'));
select pg_temp.equal('observations that turn out to have failed');
select pg_temp.load_run('m7', '{"asin": "B0TESTA001", "scraped_at": "2025-02-01T07:59:59Z", "price": 8}', '{"asin": "B0TESTA001", "scraped_at": "2025-02-01T08:00:00Z", "price": 9}', '{"asin": "B0TESTA001", "scraped_at": "2025-02-02T07:59:59Z", "price": 10}');
select pg_temp.equal('observations at the bounds of a local day and month');
select pg_temp.replay('m1');
select pg_temp.equal('a replay of the history');

insert into core.competitive_groups (name, asin_main) values ('g', 'B0TESTA003');
insert into core.competitive_group_members (group_id, asin) select g.id, a.asin from core.competitive_groups as g cross join (values ('B0TESTA001'), ('B0TESTA004')) as a (asin);
delete from core.competitor_links where asin_main = 'B0TESTA002';
select ops.refresh_dirty();
select pg_temp.equal('links are deleted and a group is created');
update core.competitive_groups set asin_main = 'B0TESTA005';
update core.competitive_group_members set asin = 'B0TESTA002' where asin = 'B0TESTA001';
select pg_temp.load_run('m8', pg_temp.observed('B0TESTA005', '2025-03-12', '{"price": 2}'), pg_temp.observed('B0TESTA002', '2025-03-12', '{"price": 2}'));
select pg_temp.equal('another main product and another member, refreshed by a run');
delete from core.competitive_groups;
select ops.refresh_dirty();
select pg_temp.equal('a deleted group');

update core.product_snapshots set price = price + 1 where asin = 'B0TESTA004' and date between '2025-01-10' and '2025-01-12';
delete from core.product_snapshots where asin = 'B0TESTA001' and date between '2025-02-10' and '2025-02-20';
select ops.refresh_dirty();
select pg_temp.equal('observations changed and deleted manually');
delete from core.product_snapshots where asin = 'B0TESTA004' and date > '2024-12-25';
select pg_temp.load_run('m9', pg_temp.observed('B0TESTA004', '2026-02-02', '{"price": 1}'));
select pg_temp.equal('most of a product deleted manually, refreshed by a run that adds a day');
delete from core.product_snapshots where asin = 'B0TESTA003';
select ops.refresh_dirty();
select pg_temp.equal('all observations of a product deleted');
select is_empty(
    $$
        select l.asin from mart.product_latest as l where l.asin = 'B0TESTA003'
        union all select d.asin from mart.product_days as d where d.asin = 'B0TESTA003'
    $$,
    'mart has no rows of it'
);
update core.product_snapshots set date = date - 1 where asin = 'B0TESTA005' and date between '2025-01-01' and '2025-01-05' and extract(day from date) % 2 = 0;
update core.product_snapshots set scraped_at = scraped_at - interval '5 hours' where asin = 'B0TESTA005' and date between '2025-01-01' and '2025-01-05' and extract(day from date) % 2 = 1;
select ops.refresh_dirty();
select pg_temp.equal('observations moved to other days manually');
update core.product_snapshots set asin = 'B0TESTA006' where asin = 'B0TESTA005' and date > '2025-02-01';
insert into core.products (asin, marketplace, first_seen_at, last_seen_at, described_at) values ('B0TESTA006', 'US', '2025-01-01', '2025-01-01', '2025-01-01');
select ops.refresh_dirty();
select pg_temp.equal('observations moved to another product manually');
delete from core.products where asin = 'B0TESTA002';
select ops.refresh_dirty();
select pg_temp.equal('a product deleted manually');
select pg_temp.load_run('m10', pg_temp.observed('B0TESTA002', '2025-01-20', '{"price": 3}'));
select pg_temp.equal('the product returns with a late row');

-- Slices of one item each give the same as one transaction.
update ops.settings set value = '1' where name = 'promotion_slice_items';
select pg_temp.load_run(
    'm11', pg_temp.observed('B0TESTA001', '2025-03-20', '{"price": 3}'), pg_temp.observed('B0TESTA001', '2025-03-18', '{"price": 4}'),
    pg_temp.observed('B0TESTA001', '2025-03-20', '{"price": 5}'), pg_temp.observed('B0TESTA001', '2025-03-20', '{"status": "blocked"}'),
    pg_temp.observed('B0TESTA005', '2025-03-20', '{"price": 5}')
);
select pg_temp.equal('a run in slices');

-- The result of the function.
update ops.settings set value = '200000' where name = 'promotion_slice_items';
select ops.promotion_scratch();
select results_eq(
    $$select r ->> 'changed_days', r ->> 'alerts' from ops.refresh_marts(null, now()) as r$$, $$values ('0', '0')$$, 'without changes it does nothing'
);
select is(current_setting('asinmart.is_promoting'), 'off', 'the triggers stay on');
update core.product_snapshots set price = 500 where asin = 'B0TESTA001' and date = '2025-03-18';
select ops.promotion_scratch();
select results_eq(
    $$select r ->> 'changed_days', r ->> 'alerts' from ops.refresh_marts(null, now()) as r$$, $$values ('1', '2')$$, 'it returns the number of changed days and of alerts'
);

-- The marts of a product depend only on its observations, not on their order and their batches.
create function pg_temp.items(p_asin text)
returns table (item_no bigint, item jsonb)
language sql
stable
as $$
    select n, pg_temp.observed(p_asin, '2025-05-01'::date + (n * 7 % 23)::integer, jsonb_build_object('price', n, 'bsr', 1 + n * 5 % 7))
    from generate_series(0, 22) as n;
$$;
select pg_temp.land_run('o1', array(select i.item from pg_temp.items('B0TESTA011') as i order by i.item ->> 'observed_date'));
select pg_temp.promote('o1');
select pg_temp.load_run('o2.' || i.item_no, i.item) from pg_temp.items('B0TESTA012') as i;
select pg_temp.land_run('o3', array(select i.item from pg_temp.items('B0TESTA013') as i where i.item_no % 2 = 0 order by i.item_no desc));
select pg_temp.land_run('o4', array(select i.item from pg_temp.items('B0TESTA013') as i order by i.item_no % 5, i.item_no));
select pg_temp.promote('o4');
select pg_temp.promote('o3');
select is(
    (select jsonb_agg(to_jsonb(d) - 'asin' order by d.date) from mart.product_metrics_delta_daily as d where d.asin = a.asin),
    (select jsonb_agg(to_jsonb(d) - 'asin' order by d.date) from mart.product_metrics_delta_daily as d where d.asin = 'B0TESTA011'),
    'deltas are the same ' || a.how
)
from (values ('B0TESTA012', 'one by one in another order'), ('B0TESTA013', 'in two overlapping batches')) as a (asin, how);
select is(
    (select jsonb_agg(to_jsonb(w) - 'asin' order by w.as_of, w.window_days) from mart.product_metrics_rollup as w where w.asin = a.asin),
    (select jsonb_agg(to_jsonb(w) - 'asin' order by w.as_of, w.window_days) from mart.product_metrics_rollup as w where w.asin = 'B0TESTA011'),
    'rollups are the same ' || a.how
)
from (values ('B0TESTA012', 'one by one in another order'), ('B0TESTA013', 'in two overlapping batches')) as a (asin, how);

select * from finish();
rollback;
