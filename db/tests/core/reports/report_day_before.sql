begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(4);

create function pg_temp.before(p_as_of date, p_evidence jsonb) returns date language sql stable as $$
    select core.report_day_before(jsonb_populate_record(null::core.competition_reports, jsonb_build_object('asin_main', 'M', 'as_of', '2025-03-30', 'evidence', p_evidence)), p_as_of);
$$;
select is(pg_temp.before('2025-03-30', '[{"id": "date:M", "value": "2025-03-30"}, {"id": "previous.date:M", "value": "2025-03-20"}, {"id": "previous.date:A", "value": "2025-03-25"}]'),
    '2025-03-20', 'a report of the same day compares with the same day as the one before');
select is(pg_temp.before('2025-03-30', '[{"id": "date:M", "value": "2025-03-30"}]'), null, 'a first version with none');
select is(pg_temp.before('2025-03-31', '[{"id": "previous.date:M", "value": "2025-03-20"}]'), null, 'that of another day does not say');
select is(core.report_day_before(null, '2025-03-31'), null, 'nor does no report');

select * from finish();
rollback;
