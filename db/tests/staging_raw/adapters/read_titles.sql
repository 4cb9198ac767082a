begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(9);

select results_eq(
    $$
        select r.cells, r.metadata, r.languages, r.view, r.fault
        from staging_raw.read_titles('{
            "reportMetadata": {"Marke": ["Acme"], "Berichtszeitraum": ["Monatlich"], "Monat": ["April"]}, "Suchabfrage": " tasse ",
            "Klicks: Markenanzahl": "20", "Klicks: Preis (Median)": ""
        }') as r
    $$,
    $$
        values (
            '{"search_query": "tasse", "asin_click_count": "20"}'::jsonb, '{"brand": ["Acme"], "period_type": ["Monatlich"]}'::jsonb,
            array['de'], 'brand', null
        )
    $$,
    'cells and metadata have the names of their fields, without blank cells and unknown metadata'
);
select results_eq(
    $$select r.languages from staging_raw.read_titles('{"Search Query": "x", "Clicks: Total Count": "1"}') as r$$, $$values (array['en', 'en-GB'])$$,
    'titles can be of several languages'
);
select results_eq(
    $$select r.fault_code, r.fault from staging_raw.read_titles('{"Suchabfrage": "x", "Berichtsdatum": "2025-01-11", "Clicks: Total Count": "1"}') as r$$,
    $$values ('locale_mixed', 'the title Clicks: Total Count is en or en-GB, the others are de')$$, 'a title of another language is named'
);
select results_eq(
    $$select r.fault_code from staging_raw.read_titles('{"reportMetadata": {"Marque": ["Acme"]}, "Suchabfrage": "x", "Berichtsdatum": "2025-01-11"}') as r$$,
    array['locale_mixed'], 'so is metadata of another language'
);
select results_eq(
    $$select r.fault_code from staging_raw.read_titles('{"Search Query": "x", "Cart Adds: Total Count": "1", "Basket Adds: ASIN Count": "1"}') as r$$,
    array['locale_mixed'], 'American and British titles do not go together'
);
select results_eq(
    $$select r.fault_code, r.fault from staging_raw.read_titles('{"Search Query": "x", "Clicks: ASIN Count": "1", "Clicks: Brand Count": "1"}') as r$$,
    $$values ('view_mixed', 'the export has columns of the ASIN view and of the brand view')$$, 'nor do the columns of both views'
);
select results_eq(
    $$select r.fault_code, r.fault from staging_raw.read_titles('{"Search Query": "x", "Weekly": "1", "Ghosts": "1"}') as r$$,
    $$values ('report_unreadable', 'no column is known by the name Ghosts, Weekly')$$, 'unknown titles are named; the name of a period is no title'
);
-- Every language has a title for every field of both views.
select is_empty(
    $$
        select l.language, v.view, f.field
        from unnest(array['en', 'en-GB', 'de', 'fr', 'it', 'es', 'ja']) as l (language)
        cross join unnest(array['asin', 'brand']) as v (view)
        cross join (select distinct c.field from staging_raw.report_columns as c) as f
        where not exists (
            select from staging_raw.report_columns as c
            where c.language = l.language and c.field = f.field and (c.view is null or c.view = v.view)
        )
    $$,
    'every field of both views has a title in every language'
);
select is(
    (select count(distinct c.field) from staging_raw.report_columns as c), 40::bigint, 'these are the fields that an export has, and three periods'
);

select * from finish();
rollback;
