begin;
set local search_path to extensions, public;
select plan(5);

select is(api.report_sparkline('{1,2,3,4,5,6,7,8}'), E'\u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588', 'one block a value');
select is(api.report_sparkline('{10,null,20}'), E'\u2581\u00b7\u2588', 'a dot where there is none');
select is(api.report_sparkline('{5,5}'), E'\u2581\u2581', 'equal values are low');
select is(api.report_sparkline('{null}'), E'\u00b7', 'no value is a dot');
select is(api.report_sparkline('{}'), null, 'nothing gives nothing');

select * from finish();
rollback;
