begin;
set local search_path to extensions, public;
\ir ../../support/write_day.psql
set local role asinmart_owner;
select plan(7);

-- Twenty products a day for five weeks up to Saturday the eighth, five on Sundays; only twelve, without ranks, on Monday the tenth.
select ops.ensure_partition('core.product_metrics_daily', d::date) from (values ('2025-02-01'), ('2025-03-01')) as v (d);
insert into core.products (asin, marketplace, first_seen_at, last_seen_at, described_at)
select 'B0TESTQ' || lpad(n::text, 3, '0'), 'US', '2025-02-03', '2025-03-10', '2025-02-03' from generate_series(1, 20) as n;
insert into core.product_metrics_daily (asin, marketplace, date, price, bsr)
select 'B0TESTQ' || lpad(n::text, 3, '0'), 'US', d::date, 10, case when d < '2025-03-10' then 5 end
from generate_series(timestamp '2025-02-03', timestamp '2025-03-10', interval '1 day') as d
cross join generate_series(1, 20) as n
where n <= case when d = '2025-03-10' then 12 when extract(dow from d) = 0 then 5 else 20 end;
create temp view line as
select (j.measure).*, j.value, j.baseline, j.threshold, j.status, j.detail from ops.judge_quality('2025-03-11 12:00+00') as j;

select results_eq(
    $$select l.date, l.value, l.baseline, l.status from line as l where l.check_name = 'row_count' order by 1$$,
    $$values ('2025-03-08'::date, 20::numeric, 20::numeric, 'ok'), ('2025-03-09', 5, 5, 'ok'), ('2025-03-10', 12, 20, 'warning')$$,
    'each day is compared with the median of its weekday: a quiet Sunday is no finding, a Monday with few rows is'
);
select results_eq(
    $$select l.status, l.value, l.baseline, l.threshold from line as l where l.check_name = 'null_share' and l.subject = 'bsr' and l.date = '2025-03-10'$$,
    $$values ('critical', 1::numeric, 0::numeric, 0.2)$$, 'a day without any ranks is critical'
);
select is((select l.status from line as l where l.subject = 'rating' and l.date = '2025-03-10'), 'ok', 'ratings that never existed are no finding');
select is((select l.status from line as l where l.subject = 'known products' and l.date = '2025-03-10'), 'warning', 'known products that were not observed are a finding');
select is(
    (select l.detail from line as l where l.check_name = 'row_count' and l.date = '2025-03-10'),
    '12 products were observed in US on Monday 2025-03-10; usually 20.', 'each finding has a sentence'
);
update ops.settings set value = '2' where name = 'quality_days';
select is((select min(l.date) from line as l), '2025-03-09'::date, 'the number of days is a setting');
update core.products set first_seen_at = '2025-03-05 12:00+00';
delete from core.product_metrics_daily where date < '2025-03-05';
select is_empty($$select 1 from line as l where l.status <> 'ok' or l.baseline is not null and l.usual is null$$, 'a new database has no baselines and no findings');

select * from finish();
rollback;
