begin;
set local search_path to extensions, public;
\ir ../../support/competition_report.psql
select plan(5);

create temp table made as select api.report_chart_svg(pg_temp.hostile_report(), 'price', 'Price by day')::xml as svg;
select is((select xpath('count(//*[local-name()="path" and starts-with(@class, "line ")])', m.svg)::text from made as m), '{5}', 'each product has a line; the picture is well-formed, whatever the titles');
select is(
    (select (xpath('//*[local-name()="path" and starts-with(@class, "line ")]/@class', m.svg))[5]::text from made as m), 'line s0 main', 'the main product is drawn last'
);
select matches((select (xpath('/*/*[local-name()="desc"]/text()', m.svg))[1]::text from made as m), '^One step line a product\. Last known values: A .*: 31\.99; B ', 'its description has the values');
select is((select (xpath('/*/*[local-name()="title"]/text()', m.svg))[1]::text from made as m), 'Price by day', 'it has a title');
select is(api.report_chart_svg(pg_temp.changed(pg_temp.competition_report(), '{"charts": {"dates": ["2026-01-01"], "products": [{"asin": "B0MAIN0000", "price": [null]}]}}'), 'price', 'x'), null, 'no values, no picture');

select * from finish();
rollback;
