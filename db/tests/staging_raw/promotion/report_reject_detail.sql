begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(12);

create function pg_temp.sentence(p_code text, p_values jsonb default '{}')
returns text
language sql
as $$
    select staging_raw.report_reject_detail(p_code, jsonb_populate_record(null::staging_raw.search_query_row, p_values));
$$;

select is(pg_temp.sentence('marketplace_unknown', '{"marketplace_id": "NONE"}'), 'no marketplace has the id NONE', 'an unknown marketplace is named');
select is(pg_temp.sentence('report_unreadable', '{"fault": "no column is known by the name X"}'), 'no column is known by the name X', 'a fault is its own sentence');
select is(
    pg_temp.sentence('period_invalid', '{"period_type": "WEEK", "start_date": "2025-01-06", "end_date": "2025-01-12"}'),
    '2025-01-06 to 2025-01-12 is no week: weeks run from Sunday to Saturday, months and quarters from their first to their last day',
    'a wrong period says what a right one is'
);
select is(
    pg_temp.sentence('period_invalid'), '? to ? is no period: weeks run from Sunday to Saturday, months and quarters from their first to their last day',
    'even one without days'
);
select is(
    pg_temp.sentence('brand_invalid'), 'the export is of the brand view and does not name its brand: export it with the line above its header',
    'a missing brand says how to export'
);
select is(
    pg_temp.sentence('brand_invalid', jsonb_build_object('brand', repeat('x', 201))),
    repeat('x', 40) || '... is no name of a brand: it has more than 200 characters', 'a name that is too long is cut'
);
select is(pg_temp.sentence('locale_mixed', '{"fault": "two languages"}'), 'two languages', 'faults with codes of their own are their sentences');
select is(
    pg_temp.sentence('asin_invalid'), 'the report does not name its product; an export names it in the line above its header', 'a missing product says where it belongs'
);
select is(pg_temp.sentence('asin_invalid', '{"asin": "B0TEST"}'), 'B0TEST is no ASIN', 'a wrong one is named');
select is(pg_temp.sentence('query_missing'), 'the row has no search query', 'a missing query');
select is(pg_temp.sentence('count_negative'), 'a count is below 0', 'a negative count');
select is(pg_temp.sentence('price_too_large'), 'a price has more than 10 digits before its decimal sign', 'a large price says what is too much');

select * from finish();
rollback;
