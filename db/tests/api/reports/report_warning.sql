begin;
set local search_path to extensions, public;
select plan(2);

select matches(api.report_warning('thin_data'), '^Thin data: ', 'a reader is told of thin data');
select is(api.report_warning('complete'), null, 'else of nothing');

select * from finish();
rollback;
