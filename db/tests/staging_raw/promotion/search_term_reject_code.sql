begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(9);

create function pg_temp.code(p_values jsonb, p_marketplace text default 'US')
returns text
language sql
as $$
    select staging_raw.search_term_reject_code(
        jsonb_populate_record(null::staging_raw.search_term_row, '{
            "row_key": "x", "department_name": "Garden", "search_term": "gloves", "clicked_asin": "B0TESTA001", "period_type": "WEEK",
            "start_date": "2025-01-05", "end_date": "2025-01-11"
        }' || p_values), p_marketplace
    );
$$;

select is(pg_temp.code('{}'), null, 'a row with term, product and period is kept');
select is(pg_temp.code('{}', null), 'marketplace_unknown', 'a report of an unknown marketplace is not');
select results_eq(
    $$select pg_temp.code(c.column1::jsonb) from (values ('{"end_date": "2025-01-10"}'), ('{"start_date": null}'), ('{"period_type": "DAY"}')) as c$$,
    array_fill('period_invalid'::text, array[3]), 'nor one whose days are not its period'
);
select is(pg_temp.code('{"period_type": "DAY", "end_date": "2025-01-05"}'), null, 'a day is a period');
select is(pg_temp.code('{"row_key": null, "search_term": null, "clicked_asin": null}'), null, 'a report without rows is a report');
select is(pg_temp.code('{"search_term": null, "fault": "the row names no department"}'), 'query_missing', 'a row needs a term');
select is(pg_temp.code('{"fault": "a rank is below 1"}'), 'report_unreadable', 'and no fault');
select results_eq(
    $$select pg_temp.code(jsonb_build_object('clicked_asin', a.asin)) from unnest(array[null, 'B0TEST', 'B1212134343']) as a (asin)$$,
    array['asin_invalid', 'asin_invalid', null], 'a row needs a product; Amazon''s own example has longer codes'
);
select results_eq(
    $$select pg_temp.code(c.column1::jsonb) from (values ('{"click_share": 1.01}'), ('{"click_share": -0.1}'), ('{"conversion_share": 5}'), ('{"conversion_share": 1}')) as c$$,
    array['share_invalid', 'share_invalid', 'share_invalid', null], 'shares are fractions of 1'
);

select * from finish();
rollback;
