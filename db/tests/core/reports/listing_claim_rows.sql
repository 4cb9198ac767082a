begin;
set local search_path to extensions, public;
\ir ../../support/competition.psql
set local role asinmart_owner;
select plan(5);

select pg_temp.compare(pg_temp.a(), 'B0TESTA001', 'B0TESTA002'), pg_temp.compare(pg_temp.b(), 'B0TESTA001', 'B0TESTA003');
select pg_temp.load(
    'c1',
    pg_temp.days('B0TESTA001', '2025-03-20', '2025-03-20', '{"price": 10, "attributes": {"Color": "Red", "Spoon": "Yes"}, "bullets": ["A mug."]}')
    || pg_temp.days('B0TESTA002', '2025-03-20', '2025-03-20', '{"price": 12, "attributes": {"Color": "Red", "Lid": "Yes"}, "bullets": ["A mug."]}')
    || pg_temp.days('B0TESTA003', '2025-03-20', '2025-03-20', '{"price": 12, "attributes": {"Handle": "Two"}, "bullets": ["A mug."]}')
);
create function pg_temp.rows_of(p_tenant_id uuid) returns table (relation text, asin text, label text, key jsonb, cells jsonb) language sql stable as $$
    select r.relation, r.asin, r.label, r.key, r.cells from core.listing_claim_rows(p_tenant_id, 'B0TESTA001', 'US') as r;
$$;
select is_empty('select r.relation from pg_temp.rows_of(pg_temp.a()) as r where not r.cells @> r.key', 'a row has the cells of its key');
select is_empty($$select r.relation from pg_temp.rows_of(pg_temp.a()) as r where r.cells::text ~ 'B0TESTA003|Handle'$$, 'no row is of another tenant''s competitor');
select set_eq(
    $$select r.asin from pg_temp.rows_of(pg_temp.a()) as r where r.relation = 'listing_content'$$, array['B0TESTA001', 'B0TESTA002'], 'each listing has its content'
);
select set_eq(
    $$select lower(r.key ->> 'feature_name'), r.cells ->> 'verdict' from pg_temp.rows_of(pg_temp.a()) as r where r.relation = 'feature_comparison'$$,
    $$values ('lid', 'missing'), ('spoon', 'unique')$$, 'features that it lacks or alone states, not those that are shared'
);
select is(
    (select count(*) from pg_temp.rows_of(pg_temp.a()) as r where r.relation = 'feature_gaps'), 1::bigint, 'features are counted once'
);

select * from finish();
rollback;
