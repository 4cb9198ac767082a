begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(2);

select results_eq(
    $$select c.name::text collate "default", c.is_key from sqp.table_columns('sqp.search_terms') as c order by c.place$$,
    $$
        values
            ('department_name', true), ('search_term', true), ('clicked_asin', true), ('search_frequency_rank', false), ('click_share_rank', false),
            ('click_share', false), ('conversion_share', false)
    $$,
    'columns come in order, without tenant, marketplace, period and time'
);
select is_empty(
    $$select c.name from sqp.report_tables() as r cross join lateral sqp.table_columns(format('sqp.%I', r.report)::regclass) as c where c.name in ('tenant_id', 'known_from_at')$$,
    'of every table'
);

select * from finish();
rollback;
