begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
select plan(7);

create view pg_temp.features as
select f.bullets, f.attributes, f.extracted_at from core.product_features as f where f.asin = 'B0TESTA001';

select pg_temp.load_run('f1', pg_temp.observed('B0TESTA001', '2025-03-10', '{"price": 1, "bullets": ["Warm"], "attributes": {"Size": "L"}}'));
select results_eq(
    'table pg_temp.features',
    $$values ('["Warm"]'::jsonb, '{"Size": "L"}'::jsonb, '2025-03-10 00:00-07'::timestamptz)$$,
    'bullet points and attributes are stored with the time of their observation'
);
select pg_temp.load_run('f2', pg_temp.observed('B0TESTA001', '2025-03-11', '{"price": 1}'));
select results_eq(
    'select f.bullets from pg_temp.features as f', $$values ('["Warm"]'::jsonb)$$,
    'an observation without any leaves them unchanged'
);
select pg_temp.load_run('f3', pg_temp.observed('B0TESTA001', '2025-03-09', '{"price": 1, "bullets": ["Older"]}'));
select results_eq(
    'select f.bullets from pg_temp.features as f', $$values ('["Warm"]'::jsonb)$$, 'an older one does not replace them'
);
select pg_temp.load_run(
    'f4',
    pg_temp.observed('B0TESTA001', '2025-03-13', '{"price": 1, "bullets": ["Newest"]}'),
    pg_temp.observed('B0TESTA001', '2025-03-12', '{"price": 1, "bullets": ["Newer"]}')
);
select results_eq(
    'select f.bullets, f.attributes, f.extracted_at from pg_temp.features as f',
    $$values ('["Newest"]'::jsonb, null::jsonb, '2025-03-13 00:00-07'::timestamptz)$$,
    'of a batch the newest counts, in any order'
);
select pg_temp.load_run('f5', pg_temp.observed('B0TESTA001', '2025-03-14', '{"price": 1, "bullets": ["Newest"]}'));
select results_eq(
    'select f.extracted_at from pg_temp.features as f', $$values ('2025-03-13 00:00-07'::timestamptz)$$,
    'the same features seen again write nothing'
);
select pg_temp.load_run('f6', pg_temp.observed('B0TESTA002', '2025-03-14', '{"asin": "bad", "bullets": ["No"]}'));
select is_empty(
    $$select 1 from core.product_features as f where f.asin = 'B0TESTA002'$$, 'a rejected observation has no features'
);
delete from core.products where asin = 'B0TESTA001';
select is_empty('table pg_temp.features', 'features are deleted with their product');

select * from finish();
rollback;
