begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
\ir ../../support/rules.psql
select plan(7);

select pg_temp.rule('price', 'price', '{"threshold_pct": 10}');
select pg_temp.rule('low', 'extreme', '{"metric": "price", "compare_with": "extreme", "window_days": 90, "min_observed_days": 1}');
select pg_temp.load_days('2025-03-01', '{"B0TESTA001": [100, 100, 100, 50, 50], "B0TESTA002": [100, 100, 100, 100, 100], "B0TESTA003": [100, 100, 100, 100, 100]}');
create function pg_temp.found(p_asin text, p_dates date[], p_rules text[] default '{price,low}', p_is_changed boolean default true)
returns text
language plpgsql
volatile
as $$
begin
    perform ops.promotion_scratch();
    perform core.load_rules((select array_agg(r.id) from core.alert_rules as r where r.name = any (p_rules)));
    insert into pg_temp.refreshed_days (asin, marketplace, date, is_changed) select p_asin, 'US', d, p_is_changed from unnest(p_dates) as d;
    -- Another product changes too.
    insert into pg_temp.refreshed_days (asin, marketplace, date, is_changed) select 'B0TESTA003', 'US', d, true from unnest(p_dates) as d;
    perform core.find_alerted_days('2025-01-01');
    return (
        select string_agg(concat_ws(' ', k.date, k.base_date, k.span, k.is_news), ', ' order by k.date) from pg_temp.rule_days as k
    );
end;
$$;

select is(pg_temp.found('B0TESTA001', '{2025-03-01,2025-03-02}'), '2025-03-04 2025-03-03 1 f', 'an alert against earlier days is evaluated once when one of them changes, and is not news');
select is(pg_temp.found('B0TESTA001', '{2025-03-02}', '{price}'), '2025-03-04 2025-03-03 1 f', 'an alert against the last known price is evaluated when any day before changes');
select is(pg_temp.found('B0TESTA001', '{2025-03-02}', '{price,low}', false), null, 'a day of which only windows were computed again is not');
select is(pg_temp.found('B0TESTA001', '{2025-03-04,2025-03-05}'), null, 'neither the day itself nor the newest day is added');
select is(pg_temp.found('B0TESTA002', '{2025-03-01}'), null, 'without alerts no day is added');
select pg_temp.load_days('2025-06-20', '{"B0TESTA001": [10]}');
select is(pg_temp.found('B0TESTA001', '{2025-03-05}'), null, 'a day more than 90 days before is in no window');
select pg_temp.load_days('2025-05-30', '{"B0TESTA002": [10, 10]}');
select is(pg_temp.found('B0TESTA002', '{2025-03-01}'), '2025-05-30 2025-03-05 1 f', 'a day 90 days before is in the window');

select * from finish();
rollback;
