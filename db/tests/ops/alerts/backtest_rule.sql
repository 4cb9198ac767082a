begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
\ir ../../support/versions.psql
set local role asinmart_owner;
\ir ../../support/rules.psql
select plan(52);

-- A history of 60 days: six products that change, fail, go out of stock and are not observed, and a list of four places.
create function pg_temp.dice(p_text text, p_sides integer)
returns integer
language sql
immutable
as $$
    select abs(hashtext(p_text)::bigint % p_sides)::integer;
$$;
create function pg_temp.day_of(p_day integer)
returns jsonb[]
language sql
stable
as $$
    select array_agg(i.item order by i.place)
    from (
        select
            p, pg_temp.observed(
                'B0TESTA00' || p, date '2025-01-01' + p_day,
                case
                    when d.luck in (0, 1) then '{"status": "blocked", "price": 1}'::jsonb
                    when d.luck in (2, 3) then '{"status": "out_of_stock", "in_stock": false}'
                    else jsonb_strip_nulls(jsonb_build_object(
                        'price', 100 + 10 * p + (pg_temp.dice(p || ' price ' || p_day / 3, 60)),
                        'bsr', 1000 + pg_temp.dice(p || ' rank ' || p_day, 900), 'bsr_category', case when pg_temp.dice(p || ' in ' || p_day / 9, 4) = 0 then 'Pots' else 'Kettles' end,
                        'rating', case when d.luck > 4 then 4 + 0.1 * pg_temp.dice(p || ' rating ' || p_day / 4, 9) end,
                        'reviews_count', 100 + p_day * p, 'in_stock', true, 'brand', case when p % 2 = 0 then 'Acme' else 'Bolt' end,
                        'buybox_seller', 'A' || pg_temp.dice(p || ' seller ' || p_day / 5, 3),
                        'title', 'Kettle ' || pg_temp.dice(p || ' title ' || p_day / 15, 3)
                    ))
                end
            )
        from generate_series(1, 6) as p
        cross join lateral (select pg_temp.dice(p || ' luck ' || p_day, 20) as luck) as d
        where d.luck <> 19
        union all
        select 10 + p, jsonb_build_object(
            'asin', 'B0LISTA00' || p, 'observed_date', date '2025-01-01' + p_day, 'list_category', 'Kettles',
            'list_rank', row_number() over (order by pg_temp.dice(p || ' place ' || p_day / 2, 1000), p)
        )
        from generate_series(1, 4 + p_day / 7 % 3) as p
    ) as i (place, item);
$$;
insert into app.tenants (tenant_id, name) values ('00000000-0000-0000-0000-0000000000b1', 'other');
update core.alert_rules set is_active = false;
insert into app.tracked_products (asin, price_change_threshold_pct) values ('B0TESTA001', null), ('B0TESTA002', 5), ('B0TESTA003', 25);
insert into core.competitor_links (asin_main, asin_comp) values ('B0TESTA001', 'B0TESTA002'), ('B0TESTA001', 'B0TESTA003'), ('B0TESTA004', 'B0TESTA005');
create temp table rules as
select r.name, pg_temp.rule(r.name, r.rule_type, r.fields) as id
from (values
    ('price', 'price', '{"threshold_pct": 10}'::jsonb),
    ('price, tracked', 'price', '{"scope_type": "tracked", "direction": "down"}'),
    ('price, 2 of 3', 'price', '{"threshold_pct": 10, "confirm_count": 2, "confirm_window": 3}'),
    ('price, 2 of 2, cooldown', 'price', '{"threshold_pct": 5, "confirm_count": 2, "confirm_window": 2, "cooldown": "10 days"}'),
    ('price, average', 'price', '{"threshold_pct": 10, "compare_with": "average", "window_days": 30}'),
    ('price, average, further', 'price', '{"threshold_pct": 10, "compare_with": "average", "window_days": 7, "rearm": "new_extreme"}'),
    ('price, average, after a week', 'price', '{"threshold_pct": 10, "compare_with": "average", "window_days": 90, "rearm": "after_cooldown", "cooldown": "7 days"}'),
    ('price, average, 2 of 3', 'price', '{"threshold_pct": 10, "compare_with": "average", "window_days": 30, "confirm_count": 2, "confirm_window": 3}'),
    ('price, extreme', 'extreme', '{"metric": "price", "compare_with": "extreme", "window_days": 30}'),
    ('rank', 'bsr', '{"threshold_pct": 30, "max_per_day": 1}'),
    ('rank, average', 'bsr', '{"threshold_pct": 20, "compare_with": "average", "window_days": 30, "scope_type": "brand", "scope_brand": "acme"}'),
    ('rank, extreme', 'extreme', '{"metric": "bsr", "compare_with": "extreme", "window_days": 90, "direction": "down"}'),
    ('rating, once', 'rating', '{"rearm": "once"}'),
    ('reviews', 'reviews', '{"min_change": 10}'),
    ('seller', 'buybox_seller', '{}'),
    ('buy box price', 'buybox_price', '{"min_change": 20, "scope_type": "product", "scope_asin": "B0TESTA004", "scope_marketplace": "US"}'),
    ('stock', 'stock', '{"direction": "down"}'),
    ('title', 'listing', '{}'),
    ('undercut', 'undercut', '{}'),
    ('undercut, further', 'undercut', '{"threshold_pct": 10, "rearm": "new_extreme", "cooldown": "3 days"}'),
    ('list', 'bestseller_list', '{"list_places": 3}')
) as r (name, rule_type, fields);

create function pg_temp.load_history()
returns void
language plpgsql
volatile
as $$
begin
    for v_day in 0 .. 59 loop
        perform pg_temp.land_run('history ' || v_day, pg_temp.day_of(v_day));
        perform pg_temp.promote('history ' || v_day);
    end loop;
end;
$$;
select pg_temp.load_history();
create temp view happened as
select r.name, o.date, o.asin, o.marketplace, o.outcome, o.old_value, o.new_value, o.change_pct
from (
    select a.rule_id, a.date, a.asin, a.marketplace, 'alert' as outcome, a.old_value, a.new_value, a.change_pct from core.alerts as a
    union all
    select s.rule_id, s.date, s.asin, s.marketplace, s.reason, s.old_value, s.new_value, s.change_pct from core.alert_suppressions as s
) as o
inner join rules as r on r.id = o.rule_id;
create temp table versions as select v.* from pg_temp.row_versions() as v;

select set_eq(
    format('select b.date, b.asin, b.marketplace, b.outcome, b.old_value, b.new_value, b.change_pct from ops.backtest_rule(%s, %L, %L) as b', r.id, '2025-01-01', '2025-03-01'),
    format('select h.date, h.asin, h.marketplace, h.outcome, h.old_value, h.new_value, h.change_pct from happened as h where h.name = %L', r.name),
    format('%s: a back-test finds what the days brought, alerts and silence alike', r.name)
)
from rules as r
order by r.id;
select is(
    (select string_agg(r.name, '; ' order by r.id) from rules as r where not exists (select from happened as h where h.name = r.name and h.outcome = 'alert')), null, 'every rule raised alerts'
);
select set_has('select h.outcome from happened as h', $$values ('alert'), ('confirm'), ('rearm'), ('cooldown'), ('quota')$$, 'every reason for suppression occurred');
select results_eq('select v.* from versions as v order by 1, 2', 'select v.* from pg_temp.row_versions() as v order by 1, 2', 'the back-test wrote nothing');
select is_empty($$select 1 from core.alerts as a where a.corrected_at is not null$$, 'no alert was corrected');

-- A part of the period.
select set_eq(
    format('select b.date, b.asin, b.outcome from ops.backtest_rule(%s, %L, %L) as b', r.id, '2025-02-10', '2025-02-20'),
    format('select h.date, h.asin, h.outcome from happened as h where h.name = %L and h.date between %L and %L', r.name, '2025-02-10', '2025-02-20'),
    format('%s: part of a period is what happened in it', r.name)
)
from rules as r
where r.name in ('price', 'price, 2 of 3', 'price, average', 'rank', 'undercut', 'list', 'title')
order by r.id;
select is(
    (select count(*) from rules as r cross join lateral ops.backtest_rule(r.id, '2025-02-10', '2025-02-10') as b where r.name = 'reviews' and b.date <> '2025-02-10'), 0::bigint, 'a single day can be tested'
);
select is_empty(format('select 1 from ops.backtest_rule(%s, %L, %L)', r.id, '2024-01-01', '2024-12-31'), 'before the first observation there is nothing') from rules as r where r.name = 'price';

-- Changed fields.
create function pg_temp.alert_count(p_name text, p_changes jsonb default '{}')
returns bigint
language sql
volatile
as $$
    select count(*) from rules as r cross join lateral ops.backtest_rule(r.id, '2025-01-01', '2025-03-01', p_changes) as b where r.name = p_name and b.outcome = 'alert';
$$;
select is(pg_temp.alert_count('rank, average', '{"threshold_pct": 1000}'), 0::bigint, 'with a wide threshold a rule does not alert');
select ok(pg_temp.alert_count('price', '{"threshold_pct": 1}') > pg_temp.alert_count('price'), 'with a narrow threshold it alerts more often');
select is(
    pg_temp.alert_count('price', '{"compare_with": "average", "window_days": 30}'), pg_temp.alert_count('price, average'), 'a rule with changed fields gives the same as a rule with these fields'
);
select is(pg_temp.alert_count('price', '{"confirm_count": 2, "confirm_window": 3}'), pg_temp.alert_count('price, 2 of 3'), 'the same with confirmation');
select is(pg_temp.alert_count('reviews', '{"rearm": "once"}'), (select count(distinct h.asin) from happened as h where h.name = 'reviews'), 'the same with one alert per product');
update core.alert_rules set is_active = false;
select is(pg_temp.alert_count('price'), (select count(*) from happened as h where h.name = 'price' and h.outcome = 'alert'), 'an inactive rule can be tested');
update core.alert_rules set is_active = true, snooze_ends_at = 'infinity' where name = 'price';
update app.tracked_products set snooze_ends_at = 'infinity';
select is(pg_temp.alert_count('price'), (select count(*) from happened as h where h.name = 'price' and h.outcome = 'alert'), 'snoozes have no effect');
select is(
    (select b.title from rules as r cross join lateral ops.backtest_rule(r.id, '2025-01-01', '2025-03-01') as b where r.name = 'stock' limit 1), 'Out of stock', 'the result has the titles of the alerts'
);

-- Access and periods.
select throws_ok($$select * from ops.backtest_rule(0, '2025-01-01', '2025-03-01')$$, 'AM404', null, 'a missing rule is not found');
select throws_ok(format('select * from ops.backtest_rule(%s, %L, %L)', r.id, '2025-03-02', '2025-03-01'), 'AM422', null, 'a period that ends before it begins is refused') from rules as r where r.name = 'price';
select throws_ok(format('select * from ops.backtest_rule(%s, %L, %L)', r.id, '2023-01-01', '2025-03-01'), 'AM422', null, 'a period of more than a year is refused') from rules as r where r.name = 'price';
select throws_ok(format('select * from ops.backtest_rule(%s, %L, null)', r.id, '2023-01-01'), 'AM422', null, 'a period without an end is refused') from rules as r where r.name = 'price';
select throws_ok(format('select * from ops.backtest_rule(%s, %L, %L, %L)', r.id, '2025-01-01', '2025-03-01', '{"threshold_pct": -1}'), 'AM422', null, 'an invalid change is refused') from rules as r where r.name = 'price';
select set_config('app.tenant_id', '00000000-0000-0000-0000-0000000000b1', true);
select throws_ok(format('select * from ops.backtest_rule(%s, %L, %L)', r.id, '2025-01-01', '2025-03-01'), 'AM404', null, 'another tenant''s rule is not found') from rules as r where r.name = 'price';
select set_config('app.tenant_id', '00000000-0000-0000-0000-000000000001', true);
select ok(pg_temp.alert_count('price') > 0, 'a tenant tests its own rule');
select set_config('app.tenant_id', '', true);
grant select on rules to asinmart_api, asinmart_admin;
grant execute on function pg_temp.alert_count(text, jsonb) to asinmart_api, asinmart_admin;
set local role asinmart_api;
select throws_ok(format('select * from ops.backtest_rule(%s, %L, %L)', r.id, '2025-01-01', '2025-03-01'), 'AM404', null, 'a session without a tenant cannot test a rule') from rules as r where r.name = 'price';
select set_config('app.tenant_id', '00000000-0000-0000-0000-000000000001', true);
select ok(pg_temp.alert_count('price') > 0, 'the caller needs no rights on core');
select set_config('app.tenant_id', '', true);
set local role asinmart_admin;
select ok(pg_temp.alert_count('price') > 0, 'an admin tests any rule');

select * from finish();
rollback;
