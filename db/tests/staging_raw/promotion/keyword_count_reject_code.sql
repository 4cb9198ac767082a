begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(9);

create function pg_temp.code(p_values jsonb, p_marketplace text default 'US')
returns text
language sql
as $$
    select staging_raw.keyword_count_reject_code(
        jsonb_populate_record(null::staging_raw.keyword_count_row, '{
            "row_key": "B0TESTA001 gloves", "asin": "B0TESTA001", "query_keyword": "gloves", "period_type": "DAY", "start_date": "2025-01-05", "end_date": "2025-01-05"
        }' || p_values), p_marketplace
    );
$$;

select is(pg_temp.code('{}'), null, 'a row with product, keyword and period is kept');
select is(pg_temp.code('{}', null), 'marketplace_unknown', 'one of an unknown marketplace is not');
select is(pg_temp.code('{"fault": "the counts are not grouped by ASIN", "asin": null}'), 'report_unreadable', 'nor are counts of no product');
select results_eq(
    $$select pg_temp.code(jsonb_build_object('period_type', t.period)) from unnest(array['RANGE', 'QUARTER', null, 'WEEK', 'MONTH']) as t (period)$$,
    array['period_invalid', 'period_invalid', 'period_invalid', null, null], 'a period is a day, a week or a month'
);
select is(pg_temp.code('{"asin": "B0TEST"}'), 'asin_invalid', 'a row needs an ASIN');
select is(pg_temp.code('{"row_key": null, "query_keyword": null}'), null, 'a product without keywords is kept');
select is(pg_temp.code('{"row_key": null, "asin": null, "covered": []}'), null, 'as is a line without products');
select is(pg_temp.code('{"query_keyword": null}'), 'query_missing', 'a row needs a keyword');
select is_empty(
    $$
        select a.attname from pg_attribute as a
        where a.attrelid = 'staging_raw.keyword_count_row'::regclass and a.attname ~ '_count$'
            and pg_temp.code(jsonb_build_object(a.attname, -1)) is distinct from 'count_negative'
    $$,
    'no count is below 0'
);

select * from finish();
rollback;
