begin;
set local search_path to extensions, public;
select plan(1);

select is_empty(
    $$
        select c.class from unnest(array['s0', 's1', 's2', 's3', 's4', 's5', 's6', 'd1', 'd2']) as c (class)
        where api.report_style_charts() !~ ('[.]' || c.class || '[ ,{]')
    $$,
    'every line of a chart has its colour and its dashes'
);

select * from finish();
rollback;
