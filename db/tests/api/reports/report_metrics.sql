begin;
set local search_path to extensions, public;
select plan(2);

select is_empty(
    $$select m.matrix, m.metric from api.report_metrics() as m group by m.matrix, m.metric having count(*) > 1$$, 'a table has a metric once'
);
select is_empty(
    $$
        select m.metric from api.report_metrics() as m
        where (m.matrix = 'gaps') <> (m.better <> 0) or not exists (
            select from core.claim_columns() as c where c.prefix || c.column_name = m.metric
        )
    $$,
    'each metric is one that reports state, and each gap has a better side'
);

select * from finish();
rollback;
