begin;
set local search_path to extensions, public;
\ir ../../support/competition_report.psql
select plan(3);

select matches(
    api.report_sides(pg_temp.changed(pg_temp.competition_report(), '{"summary": {"strengths": [{"template": "y"}]}}'), true),
    '^<div class="sides"><section class="strengths"><h3>Strengths</h3><ul .*</section><section class="weaknesses"><h3>Weaknesses</h3><p class="note">None',
    'strengths and weaknesses stand side by side, also where one has none'
);
select is(
    api.report_sides(pg_temp.changed(pg_temp.competition_report(), '{"summary": {"weaknesses": [{"template": "y", "tone": "neutral"}]}}'), false),
    E'### Strengths\n\nNone that the figures show.\n\n### Weaknesses\n\n- y', 'in Markdown one follows the other'
);
select is(api.report_sides(pg_temp.changed(pg_temp.competition_report(), '{"summary": {}}'), true), null, 'without both there is nothing');

select * from finish();
rollback;
