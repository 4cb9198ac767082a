begin;
set local search_path to extensions, public;
\ir ../../support/two_tenants.psql
select plan(12);

select pg_temp.seen('B0TESTA009', 'Main', 10, 100, 50), pg_temp.seen('B0TESTA001', 'One', 12, 200, null), pg_temp.seen('B0TESTA002', 'Two', 17, 300, 50),
    pg_temp.seen('B0TESTA003', 'Of b', 99, 1, 1), pg_temp.seen('B0TESTA004', 'Alone', 5, 1, 1);
update mart.product_latest set bsr_category = case asin when 'B0TESTA002' then 'Elsewhere' else 'Things' end, rating = 4.5;
insert into core.product_features (asin, marketplace, bullets, extracted_at) values ('B0TESTA001', 'US', '["a", "b"]', now());
insert into core.competitor_links (tenant_id, asin_main, asin_comp) values
    (pg_temp.a(), 'B0TESTA009', 'B0TESTA001'), (pg_temp.a(), 'B0TESTA009', 'B0TESTA002'), (pg_temp.b(), 'B0TESTA009', 'B0TESTA003');
insert into ops.product_versions (asin, marketplace, data_version, changed_at) values ('B0TESTA009', 'US', 3, now()), ('B0TESTA002', 'US', 7, now());
set local role asinmart_api;
create function pg_temp.data(p_tenant_id uuid default pg_temp.a(), p_asin text default 'B0TESTA009')
returns jsonb
language sql
stable
as $$
    select a.body::jsonb -> 'data' from api.competition_matrix(p_tenant_id, p_asin, 'US', '12 hours') as a;
$$;
-- Values and z-scores of a column, from the first row to the last.
create function pg_temp.cells(p_metric text, p_member text)
returns text
language sql
stable
as $$
    select string_agg(coalesce(r.item -> 'cells' -> (c.place - 1)::integer ->> p_member, '-'), ' ' order by r.place)
    from pg_temp.data() as d
    cross join lateral jsonb_array_elements(d -> 'columns') with ordinality as c (item, place)
    cross join lateral jsonb_array_elements(d -> 'rows') with ordinality as r (item, place)
    where c.item ->> 'metric' = p_metric;
$$;

select is(
    (select string_agg(concat_ws(' ', r ->> 'asin', r ->> 'title', r ->> 'is_main'), ', ') from jsonb_array_elements(pg_temp.data() -> 'rows') as r),
    'B0TESTA009 Main true, B0TESTA001 One false, B0TESTA002 Two false', 'the main product comes first, then its competitors by ASIN'
);
select is(pg_temp.cells('price', 'value'), '10.00 12.00 17.00', 'a cell has the newest value');
select is(pg_temp.cells('price', 'z'), '-0.83 -0.28 1.11', 'a z-score counts sample standard deviations from the mean');
select results_eq(
    $$select pg_temp.cells('bsr', 'value'), pg_temp.cells('bsr', 'z')$$, $$values ('100 200 -', '- - -')$$,
    'a rank of another category is left out, and two values have no z-scores'
);
select results_eq(
    $$select pg_temp.cells('reviews_count', 'value'), pg_temp.cells('rating', 'value'), pg_temp.cells('rating', 'z')$$,
    $$values ('50 - 50', '4.50 4.50 4.50', '- - -')$$, 'an unknown value is null, and equal values have no z-scores'
);
select results_eq(
    $$select pg_temp.cells('bullet_count', 'value'), pg_temp.cells('title_length', 'value')$$, $$values ('- 2 -', '4 3 3')$$,
    'the listings are compared too'
);
select is(
    (select string_agg(c ->> 'observed_count', ' ') from jsonb_array_elements(pg_temp.data() -> 'columns') as c), '3 0 2 3 2 1 3',
    'a column says how many products have a value'
);
select is(
    (select jsonb_agg(c - 'observed_count') from jsonb_array_elements(pg_temp.data() -> 'columns') as c),
    (select jsonb_agg(to_jsonb(m) - 'place' order by m.place) from api.matrix_columns() as m), 'the columns are named'
);
select results_eq(
    $$
        select pg_temp.data() - 'columns' - 'rows', a.body::jsonb #>> '{meta,as_of}', a.data_version
        from api.competition_matrix(pg_temp.a(), 'B0TESTA009', 'US', '12 hours') as a
    $$,
    $$values ('{"asin_main": "B0TESTA009", "marketplace": "US", "currency_code": "USD"}'::jsonb, '2025-03-10', 7::bigint)$$,
    'the version is the highest of all products of the table'
);
select is(
    (select string_agg(r ->> 'asin', ' ') from jsonb_array_elements(pg_temp.data(pg_temp.b()) -> 'rows') as r), 'B0TESTA009 B0TESTA003',
    'another tenant gets only its own competitors'
);
select is(jsonb_array_length(pg_temp.data(pg_temp.a(), 'B0TESTA004') -> 'rows'), 1, 'a product without competitors has one row');
select is(pg_temp.data(pg_temp.a(), 'B0TESTA008'), null, 'an unknown product is not found');

select * from finish();
rollback;
