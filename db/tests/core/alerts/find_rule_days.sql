begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
\ir ../../support/rules.psql
select plan(8);

select pg_temp.rule('price', 'price', '{"threshold_pct": 10}');
select pg_temp.rule('2 of 3', 'price', '{"threshold_pct": 10, "confirm_count": 2, "confirm_window": 3}');
select pg_temp.load_days('2025-03-01', '{"B0TESTA001": [100, 100, 200, 200, 200], "B0TESTA002": [100, 100, 100], "B0TESTA003": [100]}');
create function pg_temp.found(p_asin text, p_dates date[], p_is_changed boolean default true)
returns text
language plpgsql
volatile
as $$
begin
    perform ops.promotion_scratch();
    perform core.load_rules();
    insert into pg_temp.refreshed_days (asin, marketplace, date, is_changed) select p_asin, 'US', d, p_is_changed from unnest(p_dates) as d;
    insert into pg_temp.day_rows select m.* from mart.product_days as m where m.asin = p_asin and m.date = any (p_dates);
    perform core.find_rule_days();
    return (
        select string_agg(
            concat_ws(' ', to_char(k.date, 'FMDD'), coalesce(to_char(k.base_date, 'FMDD'), '-'), k.span, case when k.is_news then 'news' else 'old' end), ', '
            order by k.date, k.span
        )
        from pg_temp.rule_days as k
    );
end;
$$;

select is(pg_temp.found('B0TESTA002', '{2025-03-03}'), '3 2 1 news', 'the newest day of a product is news, compared with the observation before');
select is(pg_temp.found('B0TESTA001', '{2025-03-05}'), '5 4 1 news, 5 2 3 news', 'it is also compared with the observation before the confirmation window');
select is(pg_temp.found('B0TESTA002', '{2025-03-01,2025-03-02}'), null, 'older days without alerts are not added');
select is(pg_temp.found('B0TESTA001', '{2025-03-03}'), '3 2 1 old, 4 3 1 old, 4 1 3 old', 'older days with alerts, and days that they confirmed, are added for correction');
select is(pg_temp.found('B0TESTA001', '{2025-03-05}', false), null, 'a day of which only windows were computed again is not evaluated');
delete from mart.product_days where asin = 'B0TESTA001' and date = '2025-03-03';
select is(pg_temp.found('B0TESTA001', '{2025-03-03}'), '3 - 1 old, 4 3 1 old, 4 1 3 old', 'a day that is gone is evaluated when it has an alert');
select is(pg_temp.found('B0TESTA003', '{2025-03-01}'), '1 - 1 news', 'a first observation has no base');
update ops.partition_policies set horizon = '2025-04-01' where parent = 'core.alerts';
select is(pg_temp.found('B0TESTA001', '{2025-03-05}'), null, 'days whose alerts retention dropped are not evaluated again');

select * from finish();
rollback;
