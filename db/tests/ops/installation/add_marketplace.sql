begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
select plan(14);

create function pg_temp.added(p_changes jsonb)
returns text
language sql
as $$
    select format(
        'select ops.add_marketplace(%L, %L, %L, %L, %L, %L, %L)', v.code, v.country, v.domain, v.currency, v.sign, v.zone, v.id
    )
    from jsonb_to_record(
        '{"code": "CO", "country": "Colombia", "domain": "amazon.com.co", "currency": "COP", "sign": ",", "zone": "America/Bogota",
          "id": "A1TESTCOLOMBIA"}'::jsonb || p_changes
    ) as v (code text, country text, domain text, currency text, sign text, zone text, id text);
$$;

set local role asinmart_owner;
select pg_temp.load_run(
    'm1', pg_temp.observed('B0TESTA001', '2025-03-10', '{"price": 10, "url": "https://www.amazon.com/dp/B0TESTA001"}'),
    pg_temp.observed('B0TESTA002', '2025-03-10', '{"price": 20, "url": "https://www.amazon.com.co/dp/B0TESTA002"}')
);
select results_eq(
    $$select r.reason_code from ops.run_rejects('m1') as r$$, $$values ('shop_unknown')$$, 'a shop that is not known is rejected'
);

set local role asinmart_admin;
select set_eq(
    pg_temp.added('{}'), array['a1testcolombia', 'amazon.com.co', 'co', 'colombia', 'com.co'], 'an admin adds it, with its names'
);
set local role asinmart_owner;
select is((pg_temp.replay('m1')).status, 'SUCCESS', 'and a replay takes what was rejected');
select results_eq(
    $$select l.marketplace, l.price from core.product_metrics_daily as l where l.asin = 'B0TESTA002'$$, $$values ('CO', 20.00)$$,
    'as a product of that marketplace'
);

select throws_ok(pg_temp.added('{"domain": "amazon.co", "id": "A2"}'), 'AM409', null, 'a code is taken once');
select throws_ok(pg_temp.added('{"code": "CX", "id": "A2"}'), 'AM409', null, 'so is a domain');
select throws_ok(pg_temp.added('{"code": "CX", "domain": "amazon.co"}'), 'AM409', null, 'and an identifier of Amazon');
select throws_ok(pg_temp.added('{"code": "cx", "domain": "amazon.co", "id": "A2"}'), 'AM422', null, 'a code has two capital letters');
select throws_ok(pg_temp.added('{"code": "CX", "domain": "www.amazon.co", "id": "A2"}'), 'AM422', null, 'a domain has no www');
select throws_ok(pg_temp.added('{"code": "CX", "domain": "amazon.co", "id": "A2", "currency": "XXX"}'), 'AM422', null, 'a currency has signs that can be read');
select throws_ok(pg_temp.added('{"code": "CX", "domain": "amazon.co", "id": "A2", "currency": "USD"}'), 'AM422', null, 'and one decimal sign in all its shops');
select throws_ok(
    pg_temp.added('{"code": "CX", "domain": "amazon.co", "id": "A2", "zone": "America/Bogata"}'), 'AM422',
    $$there is no time zone 'America/Bogata'$$, 'a time zone exists'
);
select throws_ok(pg_temp.added('{"code": "CX", "domain": "amazon.co", "id": null}'), 'AM422', null, 'nothing is left out');

set local role asinmart_loader;
select throws_ok(pg_temp.added('{"code": "CX", "domain": "amazon.co", "id": "A2"}'), '42501', null, 'a loader adds no marketplace');

select * from finish();
rollback;
