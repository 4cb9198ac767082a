begin;
set local search_path to extensions, public;
select plan(6);

set local role asinmart_api;
create temp table told as select m.* from api.metrics('2025-03-10 12:00+00') as m;
select cmp_ok((select count(distinct t.metric) from told as t), '>', 20::bigint, 'the API reads metrics of jobs, data and alerts');
select is_empty($$select t.metric from told as t where t.metric !~ '^asinmart_[a-z_]+$' or t.kind not in ('gauge', 'counter') or t.value is null$$, 'names and kinds are those of Prometheus');
select is_empty($$select t.metric from told as t where (t.kind = 'counter') <> (t.metric ~ '_total$')$$, 'counters, and only counters, end in _total');
select is_empty('select t.metric, t.labels from told as t group by t.metric, t.labels having count(*) > 1', 'each sample occurs once');
select is_empty('select t.metric from told as t group by t.metric having count(distinct (t.kind, t.description)) > 1', 'each metric has one kind and one description');
set local role mart_reader;
select throws_ok('select api.metrics()', '42501', null, 'another role cannot read metrics');

select * from finish();
rollback;
