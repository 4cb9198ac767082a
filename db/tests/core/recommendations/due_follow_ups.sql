begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
\ir ../../support/recommendations.psql
select plan(6);

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

create temp table ids as select pg_temp.applied('B0TESTMAIN') as id;
create function pg_temp.due(p_now timestamptz) returns bigint language sql as $$select count(*) from core.due_follow_ups(p_now, 10) as d inner join ids as i on i.id = d.action_id$$;
insert into core.products (asin, marketplace, first_seen_at, last_seen_at, described_at) values ('B0TESTMAIN', 'US', now(), now(), now());
insert into mart.product_latest (asin, marketplace, date) values ('B0TESTMAIN', 'US', '2025-03-30');
select is(pg_temp.due('2025-03-31 06:59+00'), 0::bigint, 'while the 14th day lasts in the marketplace, nothing is due');
select is(pg_temp.due('2025-03-31 07:00+00'), 1::bigint, 'after it the action is');
update mart.product_latest set date = '2025-03-29';
select is(pg_temp.due('2025-04-06 20:00+00'), 0::bigint, 'unless the last day was not observed yet');
select is(pg_temp.due('2025-04-07 07:00+00'), 1::bigint, 'a week later it is due in any case');
select is((select count(*) from core.due_follow_ups('2025-04-07 07:00+00', 0)), 0::bigint, 'as many as asked for');
insert into core.action_outcomes (action_id, tenant_id, metric, unit, peer_count, verdict, reason, other_action_count, products, measured_at)
select a.id, a.tenant_id, 'rank', 'percent', 0, 'cannot tell', 'Few.', 0, '[]', '2025-04-20' from core.recommendation_actions as a;
select is(pg_temp.due('2025-04-07 07:00+00'), 0::bigint, 'and once only');

select * from finish();
rollback;
