begin;
set local search_path to extensions, public;
\ir ../../support/competition_report.psql
select plan(7);

create function pg_temp.found(p_section text, p_report core.competition_reports) returns setof record language sql as $$
    select s.place, s.tone, s.html, s.markdown from api.report_sentences(p_report) as s where s.section = p_section order by s.place;
$$;
create function pg_temp.written(p_template text) returns core.competition_reports language sql as $$
    select pg_temp.changed(r, jsonb_build_object('summary', jsonb_build_object('price', jsonb_build_array(
        jsonb_build_object('template', p_template, 'tone', 'odd')
    ))))
    from pg_temp.competition_report() as r;
$$;
select results_eq(
    $$select f.html, f.markdown from pg_temp.found('rating', pg_temp.competition_report()) as f (place integer, tone text, html text, markdown text)$$,
    $$
        values (
            'It has <a class="figure" href="#claim-rating:B0MAIN0000">4.7 stars</a> from '
            '<a class="figure" href="#claim-reviews_count:B0MAIN0000">1,840</a> ratings.',
            'It has [4.7 stars](#claim-rating:B0MAIN0000) from [1,840](#claim-reviews_count:B0MAIN0000) ratings.'
        )
    $$,
    'each figure is a link to its claim'
);
select is(
    (select f.html from pg_temp.found('price', pg_temp.written('{title:B0COMP0002}')) as f (place integer, tone text, html text, markdown text)),
    format(
        '<a class="name" href="#claim-title:B0COMP0002" title="%s"><bdi>Northpeak Electric Kettle, Variable Temperature, 0.9 L...</bdi></a>',
        pg_temp.rival_title(2)
    ),
    'a name is isolated, and cut where it is long'
);
select is(
    (select f.markdown from pg_temp.found('price', pg_temp.written('{price_diff:B0COMP0001|abs} and {price_diff:B0COMP0001}')) as f (place integer, tone text, html text, markdown text)),
    '[2.50 USD](#claim-price_diff:B0COMP0001) and [-2.50 USD](#claim-price_diff:B0COMP0001)', 'a figure loses its sign on request'
);
select is(
    (select f.html from pg_temp.found('price', pg_temp.written('<b> {no:B0}')) as f (place integer, tone text, html text, markdown text)),
    '&lt;b&gt; {no:B0}', 'a slot without a claim stays, and text is no markup'
);
select is(
    (select f.tone from pg_temp.found('price', pg_temp.written('x')) as f (place integer, tone text, html text, markdown text)), 'neutral',
    'an unknown tone is neutral'
);
select is(
    (select string_agg(regexp_replace(s.markdown, '\[([^]]*)\]\([^)]*\)', '\1', 'g'), ' ' order by s.section, s.place) from api.report_sentences(r) as s),
    (
        select string_agg(api.report_markdown_escape(l ->> 'text'), ' ' order by e.key, n)
        from jsonb_each(r.summary) as e cross join lateral jsonb_array_elements(e.value) with ordinality as o (l, n)
    ),
    'apart from its links a report says what its sentences say'
)
from pg_temp.changed(pg_temp.competition_report(4), '{}') as r;
select is_empty(
    $$select api.report_sentences(pg_temp.changed(pg_temp.competition_report(), '{"summary": {"price": null, "rank": []}}'))$$, 'missing sections have no sentences'
);

select * from finish();
rollback;
