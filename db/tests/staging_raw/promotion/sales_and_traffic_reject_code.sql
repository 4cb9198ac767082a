begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(9);

create function pg_temp.code(p_values jsonb, p_marketplace text default 'US')
returns text
language sql
as $$
    select staging_raw.sales_and_traffic_reject_code(
        jsonb_populate_record(null::staging_raw.sales_and_traffic_row, '{
            "report": "sales_and_traffic", "row_key": "2025-01-05", "period_type": "WEEK", "start_date": "2025-01-05", "end_date": "2025-01-11"
        }' || p_values), p_marketplace
    );
$$;
create function pg_temp.by_asin(p_values jsonb)
returns text
language sql
as $$
    select pg_temp.code('{"report": "sales_and_traffic_by_asin", "row_key": "CHILD B0TESTA001", "scope": "CHILD", "asin": "B0TESTA001", "item": "B0TESTA001", "period_type": "RANGE"}' || p_values);
$$;

select is(pg_temp.code('{}'), null, 'a row of a period is kept');
select is(pg_temp.code('{"row_key": null}', null), 'marketplace_unknown', 'a report of an unknown marketplace is not');
select results_eq(
    $$select pg_temp.code(c.column1::jsonb) from (values ('{"start_date": "2025-01-06"}'), ('{"period_type": "QUARTER"}'), ('{"start_date": null}')) as c$$,
    array_fill('period_invalid'::text, array[3]), 'nor a row that begins within a week'
);
select is(pg_temp.code('{"row_key": null, "start_date": "2025-01-06"}'), null, 'a report by date without rows has no period');
select results_eq(
    $$select pg_temp.by_asin(c.column1::jsonb) from (values ('{}'), ('{"period_type": null}'), ('{"row_key": null, "asin": null}')) as c$$,
    array[null, 'period_invalid', null], 'a row by ASIN is of any days'
);
select results_eq(
    $$select pg_temp.by_asin(c.column1::jsonb) from (values ('{"scope": "MSKU"}'), ('{"asin": null}'), ('{"asin": "B0"}'), ('{"fault": "the row names no SKU"}')) as c$$,
    array['report_unreadable', 'asin_invalid', 'asin_invalid', 'report_unreadable'], 'it needs a granularity and a product'
);
select is_empty(
    $$
        select a.attname from pg_attribute as a
        where a.attrelid = 'staging_raw.sales_and_traffic_row'::regclass and a.atttypid = 'bigint'::regtype
            and pg_temp.code(jsonb_build_object(a.attname, -1)) is distinct from 'count_negative'
    $$,
    'no count is below 0'
);
select results_eq(
    $$
        select pg_temp.code(jsonb_build_object(c.name, v.value))
        from unnest(array['buy_box_percentage', 'buy_box_percentage_b2b', 'page_views_percentage', 'session_percentage']) as c (name)
        cross join unnest(array[-1, 101]) as v (value)
    $$,
    array_fill('share_invalid'::text, array[8]), 'percentages of a whole lie between 0 and 100'
);
select is(pg_temp.code('{"unit_session_percentage": 300, "buy_box_percentage": 100}'), null, 'more units than sessions are possible');

select * from finish();
rollback;
