begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
\ir ../../support/recommendations.psql
select plan(16);

\ir ../../support/write_day.psql

-- Applied on 2025-03-16: the 14 days before are 2 to 15 March, those after 17 to 30 March.
create function pg_temp.applied(p_asin text, p_target_field text default 'title', p_applied_at timestamptz default '2025-03-16 20:00+00') returns bigint language plpgsql as $$
declare
    v_id bigint;
begin
    insert into core.recommendations (asin, marketplace, tenant_id, version, status, data_version, summary, evidence, fingerprint, generated_at)
    values (p_asin, 'US', '00000000-0000-0000-0000-000000000001', 1, 'complete', 1, '[]', '[]', '{}', '2025-03-01') on conflict do nothing;
    insert into core.recommendation_actions (
        tenant_id, asin, marketplace, version, rule, target_field, unit, priority, confidence, reason, expected_effect, claims, fingerprint, proposed_at,
        status, decided_at, applied_at
    )
    values (
        '00000000-0000-0000-0000-000000000001', p_asin, 'US', 1, 'a rule', p_target_field, 'count', 3, 1, '{}', '{}', '[]', '{}', '2025-03-01',
        'applied', p_applied_at, p_applied_at
    )
    returning id into v_id;
    return v_id;
end;
$$;
create function pg_temp.days(p_asin text, p_before jsonb, p_after jsonb, p_count integer default 14) returns void language sql as $$
    select pg_temp.write_day(p_asin, '2025-03-02'::date + n, p_before) from generate_series(0, p_count - 1) as n;
    select pg_temp.write_day(p_asin, '2025-03-16', '{"bsr": 1, "bsr_category": "Mugs", "price": 1, "rating": 1, "reviews_count": 1}');
    select pg_temp.write_day(p_asin, '2025-03-17'::date + n, p_after) from generate_series(0, p_count - 1) as n;
$$;
create function pg_temp.ranks(p_asin text, p_before integer, p_after integer, p_count integer default 14) returns void language sql as $$
    select pg_temp.days(
        p_asin, jsonb_build_object('bsr', p_before, 'bsr_category', 'Mugs'), jsonb_build_object('bsr', p_after, 'bsr_category', 'Mugs'), p_count
    );
$$;

create function pg_temp.effect(p_asin text, p_target_field text default 'title') returns setof core.action_outcomes language plpgsql as $$
declare
    v_id bigint := pg_temp.applied(p_asin, p_target_field);
begin
    return query
    select e.action_id, e.tenant_id, e.metric, e.unit, e.main_before, e.main_after, e.main_change, e.peer_count, e.peer_change, e.effect, e.effect_low,
        e.effect_high, e.verdict, e.reason, e.other_action_count, e.products, now()
    from core.action_effects(array[v_id]) as e;
end;
$$;
-- A planted effect: the competitors' ranks change by +10, 0 and -10 %, that of the product falls from 200 to 100.
select pg_temp.compare('B0TESTMAIN', 'B0TESTC001', 'B0TESTC002', 'B0TESTC003');
select pg_temp.ranks('B0TESTMAIN', 200, 100);
select pg_temp.ranks('B0TESTC001', 100, 110);
select pg_temp.ranks('B0TESTC002', 100, 100);
select pg_temp.ranks('B0TESTC003', 100, 90);
create temp table effects as select * from pg_temp.effect('B0TESTMAIN');
-- Changes ln 1.1 = 0.0953, 0 and ln 0.9 = -0.1054: mean -0.0034, deviation 0.1004; ln 0.5 + 0.0034 = -0.6898, margin 4.303 * 0.1004 * 1.1547 = 0.4988.
select results_eq(
    $$select e.main_before, e.main_after, e.main_change, e.peer_count, e.peer_change, e.effect, e.effect_low, e.effect_high, e.unit
        from effects as e where e.metric = 'rank'$$,
    $$values (200.00, 100.00, -50.00, 3, -0.33, -49.83, -69.53, -17.39, 'percent')$$, 'a planted effect is recovered, with its interval'
);
select results_eq(
    $$select e.verdict, e.reason from effects as e where e.metric = 'rank'$$, $$values ('improved', null::text)$$, 'a rank that falls is better'
);
select is(
    (select e.products -> 0 from effects as e where e.metric = 'rank'),
    '{"asin": "B0TESTMAIN", "is_main": true, "days_before": 14, "days_after": 14, "before": 200.00, "after": 100.00, "change": -50.00}'::jsonb,
    'each product stands in it, the main product first'
);
select is((select jsonb_array_length(e.products) from effects as e where e.metric = 'rank'), 4, 'beside its competitors');
select results_eq(
    $$select e.verdict, e.reason from effects as e where e.metric = 'price'$$,
    $$values ('cannot tell', 'Fewer than half of the days before or after have a value of the product.')$$, 'a metric without values cannot tell'
);
select is((select string_agg(e.metric, ' ' order by e.metric) from effects as e), 'price rank', 'an action on the title has two metrics');
select is((select string_agg(e.metric, ' ' order by e.metric) from pg_temp.effect('B0TESTMAIN', 'price') as e), 'rank', 'one on the price has the rank');
select is((select string_agg(e.metric, ' ' order by e.metric) from pg_temp.effect('B0TESTMAIN', 'reviews') as e), 'price rank rating reviews', 'one on reviews has all');
select is((select max(e.other_action_count) from pg_temp.effect('B0TESTMAIN') as e), 3, 'other actions of the same days are counted');

-- The other direction, and chance alone.
select pg_temp.compare('B0TESTDOWN', 'B0TESTC001', 'B0TESTC002', 'B0TESTC003');
select pg_temp.ranks('B0TESTDOWN', 100, 200);
select results_eq(
    $$select e.effect > 0, e.verdict from pg_temp.effect('B0TESTDOWN') as e where e.metric = 'rank'$$, $$values (true, 'worsened')$$, 'a rank that rises is worse'
);
select pg_temp.compare('B0TESTSAME', 'B0TESTC001', 'B0TESTC002', 'B0TESTC003');
select pg_temp.ranks('B0TESTSAME', 100, 95);
select results_eq(
    $$select e.verdict, e.reason from pg_temp.effect('B0TESTSAME') as e where e.metric = 'rank'$$,
    $$values ('cannot tell', 'The interval contains 0: the competitors alone may differ as much.')$$, 'a placebo cannot tell'
);
-- All ranks halve: the season, not the action.
select pg_temp.compare('B0TESTALL1', 'B0TESTC011', 'B0TESTC012', 'B0TESTC013');
select pg_temp.ranks('B0TESTALL1', 200, 100);
select pg_temp.ranks('B0TESTC011', 200, 110);
select pg_temp.ranks('B0TESTC012', 200, 100);
select pg_temp.ranks('B0TESTC013', 200, 90);
select is((select e.verdict from pg_temp.effect('B0TESTALL1') as e where e.metric = 'rank'), 'cannot tell', 'what the whole group does is no effect');

-- Too little to judge by.
select pg_temp.compare('B0TESTFEW1', 'B0TESTC001', 'B0TESTC002');
select pg_temp.ranks('B0TESTFEW1', 200, 100);
select results_eq(
    $$select e.peer_count, e.effect is not null, e.effect_low, e.reason from pg_temp.effect('B0TESTFEW1') as e where e.metric = 'rank'$$,
    $$values (2, true, null::numeric, 'Fewer than three competitors have values of half of the days before and after.')$$, 'two competitors have no spread'
);
select pg_temp.compare('B0TESTTHIN', 'B0TESTC001', 'B0TESTC002', 'B0TESTC003');
select pg_temp.ranks('B0TESTTHIN', 200, 100, 6);
select results_eq(
    $$select e.main_before, e.main_change, e.effect, e.verdict, e.products -> 0 -> 'days_before' from pg_temp.effect('B0TESTTHIN') as e where e.metric = 'rank'$$,
    $$values (null::numeric, null::numeric, null::numeric, 'cannot tell', '6'::jsonb)$$, 'six of 14 days are too few'
);
select pg_temp.compare('B0TESTFLAT', 'B0TESTC021', 'B0TESTC022', 'B0TESTC023');
select pg_temp.ranks(a, 100, 100) from unnest(array['B0TESTC021', 'B0TESTC022', 'B0TESTC023']) as a;
select pg_temp.ranks('B0TESTFLAT', 100, 50);
select is(
    (select e.reason from pg_temp.effect('B0TESTFLAT') as e where e.metric = 'rank'), 'All competitors changed alike, so there is no spread to judge by.', 'no spread is no certainty'
);
-- Stars.
select pg_temp.compare('B0TESTSTAR', 'B0TESTC031', 'B0TESTC032', 'B0TESTC033');
select pg_temp.days('B0TESTSTAR', '{"rating": 4.0}', '{"rating": 4.5}');
select pg_temp.days('B0TESTC031', '{"rating": 4.0}', '{"rating": 4.05}');
select pg_temp.days('B0TESTC032', '{"rating": 4.0}', '{"rating": 4.0}');
select pg_temp.days('B0TESTC033', '{"rating": 4.0}', '{"rating": 3.95}');
-- Margin 4.303 * 0.05 * 1.1547 = 0.248.
select results_eq(
    $$select e.unit, e.main_before, e.effect, e.effect_low, e.effect_high, e.verdict from pg_temp.effect('B0TESTSTAR', 'rating') as e where e.metric = 'rating'$$,
    $$values ('stars', 4.000, 0.500, 0.252, 0.748, 'improved')$$, 'a rating that rises is better, in stars'
);

select * from finish();
rollback;
