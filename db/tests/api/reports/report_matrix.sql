begin;
set local search_path to extensions, public;
\ir ../../support/competition_report.psql
select plan(9);

create function pg_temp.cell(p_matrix jsonb, p_row integer, p_heading text) returns jsonb language sql as $$
    select p_matrix -> 'rows' -> p_row -> 'cells' -> (c.place - 1)::integer
    from jsonb_array_elements(p_matrix -> 'columns') with ordinality as c (head, place)
    where c.head ->> 'text' = p_heading;
$$;
create temp table made as select api.report_matrix(r, 'standings') as standings, api.report_matrix(r, 'gaps') as gaps from pg_temp.competition_report() as r;
select is(
    (select string_agg(c ->> 'text', '|' order by n) from made as m cross join lateral jsonb_array_elements(m.standings -> 'columns') with ordinality as e (c, n)),
    'Place|Score|Price score|Rank score|Price|Best-seller rank|Rating|Ratings', 'standings have the metrics that are stated'
);
select is(
    (select pg_temp.cell(m.standings, 0, 'Score') from made as m),
    '{"text": "72.4", "claim": "composite_score:B0MAIN0000", "bar": 72}', 'a score is a claim with a bar'
);
select is(
    (select pg_temp.cell(m.standings, 3, 'Rank score') from made as m),
    '{"text": "unknown", "claim": "bsr_score:B0COMP0003", "class": "unknown"}', 'an unknown score has none'
);
select is(
    (select pg_temp.cell(m.gaps, 1, 'Price, %') from made as m),
    jsonb_build_object('text', '-12.5 %', 'claim', 'price_diff_pct:B0COMP0002', 'class', 'good l2', 'sign', repeat(chr(9650), 2), 'word', 'better'),
    'a lower price is in favour of the main product, with marks by size'
);
select is(
    (select pg_temp.cell(m.gaps, 2, 'Ratings') from made as m),
    jsonb_build_object('text', '+262', 'claim', 'reviews_gap:B0COMP0003', 'class', 'good l1', 'sign', chr(9650), 'word', 'better'),
    'more ratings too, with a plus'
);
select is(
    (select pg_temp.cell(m.gaps, 0, 'Rating') from made as m) ->> 'sign', chr(9660), 'fewer stars are against it'
);
select is(
    (select pg_temp.cell(m.gaps, 1, 'Rating') from made as m), '{"text": "0 stars", "claim": "rating_diff:B0COMP0002"}', 'no gap has no side'
);
select is(
    pg_temp.cell(api.report_matrix(pg_temp.changed(r, jsonb_build_object('evidence', r.evidence || jsonb_build_array(
        pg_temp.claim('is_same_bsr_category', 'B0MAIN0000', 'false', 'yes_no', 'competitor_comparison', 'is_same_bsr_category', 'Same.', 'B0COMP0001')
    ))), 'gaps'), 0, 'Rank'),
    '{"text": "-322 (other category)", "claim": "bsr_gap:B0COMP0001"}', 'ranks of different categories are not judged'
)
from pg_temp.competition_report() as r;
select is(api.report_matrix(pg_temp.changed(pg_temp.competition_report(), '{"evidence": []}'), 'gaps'), null, 'without claims there is no table');

select * from finish();
rollback;
