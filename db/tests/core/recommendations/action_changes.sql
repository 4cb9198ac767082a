begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
\ir ../../support/recommendations.psql
select plan(8);

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

create function pg_temp.changes(p_id bigint) returns table (metric text, asin text, is_main boolean, days_before integer, days_after integer, before numeric, after numeric)
language sql as $$
    select c.metric, c.asin, c.is_main, c.days_before, c.days_after, round(exp(c.mean_before), 2), round(exp(c.mean_after), 2)
    from core.action_changes(array[p_id]) as c order by c.metric, c.is_main desc, c.asin;
$$;
select pg_temp.compare('B0TESTMAIN', 'B0TESTC001', 'B0TESTC002', 'B0TESTC003');
select pg_temp.ranks('B0TESTMAIN', 200, 100);
select pg_temp.ranks('B0TESTC001', 50, 40, 5);
select pg_temp.write_day('B0TESTMAIN', '2025-03-01', '{"bsr": 9999, "bsr_category": "Mugs"}');
select pg_temp.write_day('B0TESTMAIN', '2025-03-31', '{"bsr": 9999, "bsr_category": "Mugs"}');
create temp table ids as select pg_temp.applied('B0TESTMAIN') as title, pg_temp.applied('B0TESTMAIN', 'price') as price, pg_temp.applied('B0TESTMAIN', 'rating') as rating;
select results_eq(
    'select c.* from ids as i cross join lateral pg_temp.changes(i.title) as c',
    $$values ('rank', 'B0TESTMAIN', true, 14, 14, 200.00, 100.00), ('rank', 'B0TESTC001', false, 5, 5, 50.00, 40.00)$$,
    'means of 14 days before and after, without the day itself, of the product and of competitors with days'
);

-- Two categories: 9 and 4 days, 5 and 10 days.
update core.product_metrics_daily set bsr_category = 'Cups', bsr = 7 where asin = 'B0TESTMAIN' and (date between '2025-03-02' and '2025-03-06' or date between '2025-03-17' and '2025-03-26');
select results_eq(
    $$select c.days_before, c.days_after, c.before, c.after from ids as i cross join lateral pg_temp.changes(i.title) as c where c.is_main$$,
    $$values (5, 10, 7.00, 7.00)$$, 'ranks are of the category with most days on both sides'
);
update core.product_metrics_daily set price = 20 where asin = 'B0TESTMAIN';
update core.product_metrics_daily set in_stock = false, price = 5 where asin = 'B0TESTMAIN' and date > '2025-03-28';
update core.product_metrics_daily set price = 10 where asin = 'B0TESTMAIN' and date between '2025-03-17' and '2025-03-28';
select results_eq(
    $$select c.days_before, c.days_after, c.before, c.after from ids as i cross join lateral pg_temp.changes(i.title) as c where c.is_main and c.metric = 'price'$$,
    $$values (14, 12, 20.00, 10.00)$$, 'prices of days out of stock do not count'
);
select is_empty(
    $$select 1 from ids as i cross join lateral pg_temp.changes(i.price) as c where c.metric = 'price'$$, 'the price is no outcome of an action on the price'
);
update core.product_metrics_daily set rating = 4, reviews_count = 100 where asin = 'B0TESTMAIN' and date < '2025-03-16';
update core.product_metrics_daily set rating = 4.5, reviews_count = 150 where asin = 'B0TESTMAIN' and date > '2025-03-16';
select results_eq(
    $$select c.metric, round(c.mean_before, 2), round(c.mean_after, 2) from ids as i cross join lateral core.action_changes(array[i.rating]) as c
        where c.metric in ('rating', 'reviews') order by 1$$,
    $$values ('rating', 4.00, 4.50), ('reviews', round(ln(100.0), 2), round(ln(150.0), 2))$$, 'ratings are outcomes of actions on them, in stars'
);
select is_empty($$select 1 from ids as i cross join lateral core.action_changes(array[i.title]) as c where c.metric in ('rating', 'reviews')$$, 'and of no other');
select pg_temp.compare('B0TESTC001', 'B0TESTMAIN');
select pg_temp.applied('B0TESTC001', 'title', '2025-03-30 20:00+00');
select is_empty($$select 1 from ids as i cross join lateral core.action_changes(array[i.title]) as c where not c.is_main$$, 'a competitor with an applied action of its own is no control');
select is_empty($$select 1 from core.action_changes(array[0::bigint]) as c$$, 'an unknown action has no changes');

select * from finish();
rollback;
