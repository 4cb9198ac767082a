begin;
set local search_path to extensions, public;
\ir ../../support/competition_report.psql
select plan(3);

select matches(
    api.report_evidence_markdown(pg_temp.competition_report()),
    E'\n\\| <a id="claim-price_diff_pct:B0COMP0001"></a>price\\\\_diff\\\\_pct:B0COMP0001 \\| -6.67 % \\| The same in percent of the competitor''s price, 2 decimals. \\| '
    'mart.competitor\\\\_comparison.price\\\\_diff\\\\_pct where asin\\\\_comp = B0COMP0001, ', 'a row has claim, value, definition and cell'
);
select results_eq(
    $$select distinct length(regexp_replace(replace(l, '\|', ''), '[^|]', '', 'g')) from regexp_split_to_table(api.report_evidence_markdown(pg_temp.hostile_report()), E'\n') as l$$,
    'values (5)', 'every line has the same columns, whatever the values'
);
select is(api.report_evidence_markdown(pg_temp.changed(pg_temp.competition_report(), '{"evidence": []}')), null, 'no claims, no table');

select * from finish();
rollback;
