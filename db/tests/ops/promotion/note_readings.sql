begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
select plan(3);

create view pg_temp.readings as
select g.subject, g.outcome, g.observation_count, g.first_item_no, g.example from ops.run_readings as g where g.job_id = 'j1';
select pg_temp.load_run(
    'j1', pg_temp.observed('B0TESTA001', '2025-03-10', '{"price": 1, "url": "https://amazon.de/dp/B0TESTA001"}'),
    pg_temp.observed('B0TESTA002', '2025-03-10', '{"price": 1, "rating": 9, "country": "UK"}'), '{"asin": "B0TESTA003", "price": 2, "rating": 8}'
);
select set_eq(
    'table pg_temp.readings',
    $$values
        ('time', 'item', 2::bigint, 1, null), ('time', 'arrival', 1, 3, null), ('shop', 'DE by url', 1, 1, null), ('shop', 'UK by field', 1, 2, null),
        ('shop', 'US by default', 1, 3, null),
        ('dropped', 'rating is not within 0 and 5', 2, 2, 'B0TESTA002 rating: 9 is not within 0 and 5')
    $$,
    'sources of times and shops, and dropped fields, are recorded with the first example'
);
select pg_temp.replay('j1');
select is((select r.observation_count from pg_temp.readings as r where r.subject = 'dropped'), 2::bigint, 'a replay replaces them');
set local role asinmart_loader;
select isnt_empty('select 1 from ops.run_readings', 'a loader can read them');

select * from finish();
rollback;
