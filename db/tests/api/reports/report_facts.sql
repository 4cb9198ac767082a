begin;
set local search_path to extensions, public;
\ir ../../support/competition_report.psql
select plan(3);

set local time zone 'Asia/Tokyo';
set local datestyle to 'German';
select results_eq(
    'select f.name, f.value from api.report_facts(pg_temp.competition_report()) as f order by f.place',
    $$
        values ('Product', 'B0MAIN0000'), ('Marketplace', 'US'), ('Data as of', '28 Nov 2026'), ('Report version', '3'),
            ('Generated', '29 Nov 2026 05:00 UTC'), ('Depth', 'standard'), ('Sentences', 'by rules (rules-v1)')
    $$,
    'times are UTC and dates unmistakable, whatever the session'
);
select is(
    (select f.value from api.report_facts(pg_temp.changed(pg_temp.competition_report(), '{"model": "a-model", "based_on_version": 2}')) as f where f.name = 'Sentences'),
    'by a-model, over the figures of version 2', 'a model is named'
);
select is((select count(*) from api.report_facts(pg_temp.changed(pg_temp.competition_report(), '{"as_of": null}')) as f where f.value is null), 1::bigint, 'what is unknown is null');

select * from finish();
rollback;
