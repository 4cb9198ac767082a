begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
\ir ../../support/recommendations.psql
select plan(5);

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

select pg_temp.compare('B0TESTMAIN', 'B0TESTC001', 'B0TESTC002', 'B0TESTC003');
select pg_temp.ranks('B0TESTMAIN', 200, 100);
select pg_temp.ranks('B0TESTC001', 100, 110);
select pg_temp.ranks('B0TESTC002', 100, 100);
select pg_temp.ranks('B0TESTC003', 100, 90);
select ops.refresh_dirty();
create temp table ids as select pg_temp.applied('B0TESTMAIN') as id;
select is(core.measure_action_outcomes('2025-03-30 20:00+00'), 0, 'within 14 days nothing is measured');
select is(core.measure_action_outcomes('2025-03-31 20:00+00'), 2, 'then each metric is');
select results_eq(
    $$select o.metric, o.effect, o.verdict, o.measured_at from core.action_outcomes as o order by 1$$,
    $$values ('price', null::numeric, 'cannot tell', '2025-03-31 20:00+00'::timestamptz), ('rank', -49.83, 'improved', '2025-03-31 20:00+00')$$, 'with its verdict'
);
select is(core.measure_action_outcomes('2025-04-30 20:00+00'), 0, 'once');
select results_eq(
    $$select o.asin, o.rule_name, o.target_field, o.metric, o.effect_low, o.effect_high from mart.action_outcomes as o where o.metric = 'rank'$$,
    $$values ('B0TESTMAIN', 'a rule', 'title', 'rank', -69.53, -17.39)$$, 'analysts read it in mart'
);

select * from finish();
rollback;
