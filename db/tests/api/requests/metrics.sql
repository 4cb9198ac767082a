begin;
set local search_path to extensions, public;
select plan(6);

set local role asinmart_api;
create temp table told as select m.* from api.metrics('2025-03-10 12:00+00') as m;
select cmp_ok((select count(distinct t.metric) from told as t), '>', 20::bigint, 'the API is told what jobs, data and alerts are like');
select is_empty($$select t.metric from told as t where t.metric !~ '^asinmart_[a-z_]+$' or t.kind not in ('gauge', 'counter') or t.value is null$$, 'in names and kinds of Prometheus');
select is_empty($$select t.metric from told as t where (t.kind = 'counter') <> (t.metric ~ '_total$')$$, 'of which counters, and only those, end in _total');
select is_empty('select t.metric, t.labels from told as t group by t.metric, t.labels having count(*) > 1', 'each sample once');
select is_empty('select t.metric from told as t group by t.metric having count(distinct (t.kind, t.description)) > 1', 'and each metric with one kind and one description');
set local role mart_reader;
select throws_ok('select api.metrics()', '42501', null, 'others do not ask');

select * from finish();
rollback;
