begin;
set local search_path to extensions, public;
\ir ../../support/competition_report.psql
select plan(5);

create temp table made as select api.report_evidence_html(pg_temp.hostile_report()) as html;
select is((select length(regexp_replace(m.html, '<tr id="claim-', chr(1), 'g')) - length(replace(m.html, '<tr id="claim-', '')) from made as m), (select jsonb_array_length(r.evidence) from pg_temp.hostile_report() as r), 'every claim has a row');
select matches(
    api.report_evidence_html(pg_temp.competition_report()),
    '<tr id="claim-price_diff_pct:B0COMP0001"><th scope="row"><b>price diff pct</b> of B0MAIN0000 against B0COMP0001<code>price_diff_pct:B0COMP0001</code></th>'
    '<td class="value"><bdi>-6.67 %</bdi></td><td>The same in percent of the competitor&#39;s price, 2 decimals\.</td>'
    '<td><code>mart\.competitor_comparison\.price_diff_pct</code><span class="key">asin_comp = <bdi>B0COMP0001</bdi></span>, ',
    'a row has what, of which product, the value, its definition and the cell'
);
select doesnt_match((select m.html from made as m), '<(script|i|img|u)\M', 'values are text');
select matches((select m.html from made as m), repeat('Endless kettle ', 30), 'a text is not cut');
select is(api.report_evidence_html(pg_temp.changed(pg_temp.competition_report(), '{"evidence": []}')), null, 'no claims, no table');

select * from finish();
rollback;
