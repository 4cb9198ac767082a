begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(2);

select ops.promotion_scratch();
insert into pg_temp.search_query_rows (raw_event_id, document_no, source, view, languages, decimal_sign, reject_code)
select t.column1, t.column2, t.column3, 'asin', t.column4::text[], t.column5, t.column6
from (
    values
        (11, 1, 'csv', '{en,en-GB}', '.', null), (12, 1, 'csv', '{en-GB}', null, null), (21, 2, 'csv', '{de}', '.', null), (22, 2, 'csv', '{de}', ',', null),
        (31, 3, 'csv', '{de}', ',', null), (32, 3, 'csv', '{fr,it}', ',', null), (41, 4, 'csv', '{de}', '.', null), (42, 4, 'csv', '{}', ',', 'locale_mixed'),
        (51, 5, 'api', null, null, null)
) as t;
select staging_raw.reject_mixed_exports();
select results_eq(
    $$select s.raw_event_id, s.reject_code, s.reject_detail from pg_temp.search_query_rows as s where s.reject_detail is not null order by 1$$,
    $$
        values
            (21::bigint, 'locale_mixed', 'some rows of the export are written with a decimal point, others with a decimal comma'),
            (22, 'locale_mixed', 'some rows of the export are written with a decimal point, others with a decimal comma'),
            (31, 'locale_mixed', 'the rows of the export have titles of several languages'),
            (32, 'locale_mixed', 'the rows of the export have titles of several languages')
    $$,
    'an export of two number formats or languages is rejected as a whole'
);
select results_eq(
    $$select s.raw_event_id from pg_temp.search_query_rows as s where s.reject_code is null order by 1$$, array[11, 12, 41, 51]::bigint[],
    'titles of several languages are none of two, other rejects do not count, and reports of the API have no language'
);

select * from finish();
rollback;
