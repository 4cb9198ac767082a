begin;
set local search_path to extensions, public;
\ir ../../support/competition_report.psql
select plan(3);

select matches(
    api.report_key_figures(pg_temp.competition_report()),
    '^<dl class="tiles"><div><dt>Place</dt><dd><a class="figure" href="#claim-score_rank:B0MAIN0000">#1</a></dd></div><div><dt>Score</dt>.*4.7 stars',
    'the main product has its figures first'
);
select doesnt_match(api.report_key_figures(pg_temp.competition_report()), 'B0COMP', 'competitors have none there');
select is(api.report_key_figures(pg_temp.changed(pg_temp.competition_report(), '{"evidence": []}')), null, 'no claims, no figures');

select * from finish();
rollback;
