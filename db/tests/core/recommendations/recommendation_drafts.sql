begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
\ir ../../support/recommendations.psql
select plan(10);

select pg_temp.dear_market();
create function pg_temp.draft(p_asin text default 'B0TESTMAIN', p_now timestamptz default '2025-03-31 20:00+00')
returns table (status text, as_of date, fingerprint jsonb, rules text, action jsonb, said text) language sql as $$
    select
        d.status, d.as_of, d.fingerprint, (select string_agg(a ->> 'rule', ' ' order by a ->> 'rule') from jsonb_array_elements(d.actions) as a), d.actions -> 0,
        (select string_agg(s ->> 'text', ' ') from jsonb_array_elements(d.summary) as s)
    from core.recommendation_drafts(array['00000000-0000-0000-0000-000000000001'::uuid], array[p_asin], array['US'], p_now) as d;
$$;
select results_eq(
    'select d.status, d.as_of, d.rules, d.fingerprint from pg_temp.draft() as d',
    $$
        values (
            'complete', '2025-03-30'::date, 'price_above_peers',
            '{"status": "complete", "actions": {"price_above_peers": {"price": 33.77, "price_median": 31.43}}}'::jsonb
        )
    $$,
    'a draft has the actions that rules find, and the steps of their evidence'
);
select is(
    (select d.action - array['reason', 'expected_effect', 'fingerprint'] from pg_temp.draft() as d),
    '{"rule": "price_above_peers", "target_field": "price", "current_value": "25.00", "proposed_value": "20.00", "unit": "currency", "priority": 2,
        "confidence": 1.00, "claims": ["bsr", "bsr_median", "price", "price_above_median_pct", "price_median", "priced_count", "rating", "rating_mean"]}'::jsonb,
    'an action has its values and all its claims'
);
select is(
    (select d.action -> 'reason' ->> 'text' from pg_temp.draft() as d),
    'The price, 25.00 USD, is 25 % above the median of 3 competitors, 20.00 USD, while the rank, #900, is worse than their median, #200, '
        'and the rating, 4.2 stars, is not better than their mean, 4.23 stars.',
    'and says why'
);
select is(
    (select jsonb_agg(e ->> 'id') from core.recommendation_drafts(array['00000000-0000-0000-0000-000000000001'::uuid], array['B0TESTMAIN'], array['US'], '2025-03-31 20:00+00') as d cross join lateral jsonb_array_elements(d.evidence) as e),
    '["as_of", "bsr", "bsr_median", "competitor_count", "expected_days", "observed_count", "observed_days", "price", "price_above_median_pct", "price_median",
        "priced_count", "rating", "rating_mean"]'::jsonb,
    'the evidence is what sentences name, and no more'
);
select results_eq(
    $$select d.status, d.rules, d.said, d.fingerprint from pg_temp.draft('B0TESTMAIN', '2025-04-30 20:00+00') as d$$,
    $$
        values (
            'thin_data', null, 'Nothing is recommended: the newest observation, of 2025-03-30, is too old.', '{"status": "thin_data", "actions": {}}'::jsonb
        )
    $$,
    'thin data give nothing but the reason'
);
select results_eq(
    $$select d.status, d.as_of, d.said from pg_temp.draft('B0TESTNONE') as d$$,
    $$values ('thin_data', null::date, 'Nothing is recommended: the product was never observed.')$$, 'also for a product without a day'
);

select pg_temp.renew('2025-03-31 20:00+00');
select is(
    (select d.fingerprint = (select r.fingerprint from core.recommendations as r) from pg_temp.draft() as d), true, 'without a change the fingerprint stays'
);
select pg_temp.decide('price_above_peers', '2025-03-31 21:00+00', 'approved');
select results_eq(
    $$select d.rules, d.fingerprint = (select r.fingerprint from core.recommendations as r) from pg_temp.draft() as d$$,
    $$values (null::text, true)$$, 'what was approved is not proposed again, and is no change'
);
select pg_temp.load_run('cheap', pg_temp.observed('B0TESTMAIN', '2025-03-31', '{"price": 12, "rating": 4.9, "reviews_count": 100, "bsr": 900, "bsr_category": "Mugs"}'),
    pg_temp.observed('B0TESTC001', '2025-03-31', '{"price": 19, "rating": 4.1, "reviews_count": 90}'), pg_temp.observed('B0TESTC002', '2025-03-31', '{"price": 20, "rating": 4.3, "reviews_count": 110}'));
select results_eq(
    $$select d.rules, d.fingerprint = (select r.fingerprint from core.recommendations as r) from pg_temp.draft(p_now => '2025-04-01 20:00+00') as d$$,
    $$values (null::text, true)$$, 'nor is anything else about the same field'
);
select pg_temp.decide('price_above_peers', '2025-04-01 21:00+00', 'rejected');
select results_eq(
    $$select d.rules from pg_temp.draft(p_now => '2025-04-01 22:00+00') as d$$, $$values ('price_below_peers')$$, 'which comes when nothing stands any more'
);

select * from finish();
rollback;
