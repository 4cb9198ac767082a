begin;
set local search_path to extensions, public;
\ir ../../support/competition_report.psql
select plan(4);

select matches(
    api.report_chart_html(pg_temp.competition_report(1), 'bsr'), '^<figure><figcaption><b>Best-seller rank by day, 1 on top</b>, 2026-08-31 to 2026-11-28\..*<svg .*<ul class="legend">.*<details>.*</figure>$',
    'a chart has a caption, a legend and its values'
);
select matches(api.report_chart_html(pg_temp.competition_report(1, 1), 'price'), '^<p class="note">Only one day', 'one day has no course');
select matches(
    api.report_chart_html(pg_temp.changed(pg_temp.competition_report(), '{"charts": {"dates": ["2026-01-01", "2026-01-02"], "products": [{"asin": "B0MAIN0000", "bsr": [null, null]}]}}'), 'bsr'),
    '^<p class="note">No rank of these days is known', 'where nothing is known a sentence says so'
);
select is(api.report_chart_html(pg_temp.changed(pg_temp.competition_report(), '{"charts": {}}'), 'price'), null, 'no charts, nothing');

select * from finish();
rollback;
