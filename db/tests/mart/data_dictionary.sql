begin;
set local search_path to extensions, public;
select plan(5);

set local role mart_reader;
select results_eq(
    $$select d.table_type, d.data_type, d.is_nullable, d.is_key, d.column_comment from mart.data_dictionary as d where d.table_name = 'product_latest' and d.column_name = 'asin'$$,
    $$values ('table', 'text', false, true, 'Product.')$$,
    'a reader sees each column with its type and meaning'
);
select results_eq(
    $$select distinct d.table_type, d.is_key from mart.data_dictionary as d where d.table_name = 'product_summary'$$, $$values ('view', false)$$, 'views are included'
);
select set_eq(
    $$select d.column_name::text from mart.data_dictionary as d where d.table_name = 'competitor_comparison_daily' and d.is_key$$,
    $$values ('asin_comp'), ('asin_main'), ('date'), ('marketplace')$$,
    'included columns of an index are not part of the key'
);
select is_empty(
    'select d.table_name, d.column_name from mart.data_dictionary as d where d.column_comment is null or d.table_comment is null', 'every column has a comment'
);
select set_eq(
    'select distinct d.table_name from mart.data_dictionary as d',
    $$select c.relname::text from pg_class as c where c.relnamespace = (select n.oid from pg_namespace as n where n.nspname = 'mart') and c.relkind in ('r', 'p', 'v') and c.relname !~ '^visible_'$$,
    'everything in mart is there but the views of tenants, itself included'
);

select * from finish();
rollback;
