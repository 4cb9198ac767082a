begin;
set local search_path to extensions, public;
\ir ../../support/two_tenants.psql
select plan(7);

set local role asinmart_api;
select is(
    api.lines('[{"a": 1, "b": "x"}, {"a": null, "b": "y,z"}]', 'csv', array['b', 'a']), e'b,a\r\nx,1\r\n"y,z",\r\n',
    'rows become CSV with the columns in the given order'
);
select is(api.lines('[{"a": 1}]', 'csv', array['a'], false), e'1\r\n', 'the header can be left out');
select is(api.lines('[]', 'csv', array['a', 'b']), e'a,b\r\n', 'CSV without rows has a header');
select is(api.lines('[]', 'ndjson', array['a']), '', 'NDJSON without rows is empty');
select is(
    api.lines(e'[{"a": 1,\n "b": "x\\ny"}, {"a": 2}]', 'ndjson', array['a']), e'{"a": 1, "b": "x\\ny"}\n{"a": 2}\n', 'NDJSON has one whole object per line'
);
select is(
    api.lines('[{"a": 1}]', 'ndjson', array['a'], true, '{"asin": "B0"}'), e'{"asin": "B0","a": 1}\n', 'NDJSON lines begin with the context'
);
select is(api.lines('[{"a": 1}]', 'csv', array['asin', 'a'], true, '{"asin": "B0"}'), e'asin,a\r\nB0,1\r\n', 'CSV rows contain the context');

select * from finish();
rollback;
