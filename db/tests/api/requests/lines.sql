begin;
set local search_path to extensions, public;
\ir ../../support/two_tenants.psql
select plan(7);

set local role asinmart_api;
select is(
    api.lines('[{"a": 1, "b": "x"}, {"a": null, "b": "y,z"}]', 'csv', array['b', 'a']), e'b,a\r\nx,1\r\n"y,z",\r\n',
    'rows as CSV, the columns in the order asked'
);
select is(api.lines('[{"a": 1}]', 'csv', array['a'], false), e'1\r\n', 'without a header where it was given before');
select is(api.lines('[]', 'csv', array['a', 'b']), e'a,b\r\n', 'no rows still have a header');
select is(api.lines('[]', 'ndjson', array['a']), '', 'but in JSON nothing is nothing');
select is(
    api.lines(e'[{"a": 1,\n "b": "x\\ny"}, {"a": 2}]', 'ndjson', array['a']), e'{"a": 1, "b": "x\\ny"}\n{"a": 2}\n', 'one object a line, whole'
);
select is(
    api.lines('[{"a": 1}]', 'ndjson', array['a'], true, '{"asin": "B0"}'), e'{"asin": "B0","a": 1}\n', 'with its context in front'
);
select is(api.lines('[{"a": 1}]', 'csv', array['asin', 'a'], true, '{"asin": "B0"}'), e'asin,a\r\nB0,1\r\n', 'in CSV too');

select * from finish();
rollback;
