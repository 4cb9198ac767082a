begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(7);

create function pg_temp.code(p_values jsonb, p_marketplace text default 'US')
returns text
language sql
as $$
    select staging_raw.search_catalog_reject_code(
        jsonb_populate_record(null::staging_raw.search_catalog_row, '{
            "row_key": "B0TESTA001", "asin": "B0TESTA001", "period_type": "WEEK", "start_date": "2025-01-05", "end_date": "2025-01-11", "click_count": 0
        }' || p_values), p_marketplace
    );
$$;

select is(pg_temp.code('{}'), null, 'a row with product and period is kept, whatever else it lacks');
select is(pg_temp.code('{"asin": "x"}', null), 'marketplace_unknown', 'a report of an unknown marketplace is not');
select results_eq(
    $$
        select pg_temp.code(c.column2::jsonb)
        from (
            values
                (1, '{"start_date": "2025-01-06", "end_date": "2025-01-12"}'), (2, '{"end_date": null}'), (3, '{"period_type": null}'),
                (4, '{"period_type": "DAY", "end_date": "2025-01-05"}'), (5, '{"period_type": "MONTH"}'), (6, '{"row_key": null, "end_date": "2025-01-12"}')
        ) as c
        order by c.column1
    $$,
    array_fill('period_invalid'::text, array[6]), 'its period must be a week, month or quarter of Amazon'
);
select results_eq(
    $$select pg_temp.code(c.column1::jsonb) from (values ('{"period_type": "MONTH", "start_date": "2024-02-01", "end_date": "2024-02-29"}'), ('{"period_type": "QUARTER", "start_date": "2025-10-01", "end_date": "2025-12-31"}')) as c$$,
    array[null, null]::text[], 'these are'
);
select is(pg_temp.code('{"row_key": null, "asin": null}'), null, 'a report without rows needs no product');
select results_eq(
    $$select pg_temp.code(jsonb_build_object('asin', a.asin)) from unnest(array[null, 'B0TEST', 'B0TESTA0012']) as a (asin)$$, array_fill('asin_invalid'::text, array[3]),
    'a row needs an ASIN'
);
select is_empty(
    $$
        select a.attname from pg_attribute as a
        where a.attrelid = 'staging_raw.search_catalog_row'::regclass and a.attname ~ '_count$'
            and pg_temp.code(jsonb_build_object(a.attname, -1)) is distinct from 'count_negative'
    $$,
    'no count is below 0'
);

select * from finish();
rollback;
