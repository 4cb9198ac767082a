create or replace view mart.data_dictionary with (security_invoker = true) as
select
    c.relname::text as table_name,
    case c.relkind when 'v' then 'view' else 'table' end as table_type,
    a.attnum::integer as column_position,
    a.attname::text as column_name,
    format_type(a.atttypid, a.atttypmod) as data_type,
    not a.attnotnull as is_nullable,
    coalesce(key_columns.is_key, false) as is_key,
    col_description(c.oid, a.attnum) as column_comment,
    obj_description(c.oid, 'pg_class') as table_comment
from pg_catalog.pg_class as c
inner join pg_catalog.pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
left join lateral (
    select true as is_key
    from pg_catalog.pg_index as i
    where i.indrelid = c.oid and i.indisprimary and a.attnum = any ((i.indkey::smallint[])[0:i.indnkeyatts - 1])
    limit 1
) as key_columns on true
where c.relnamespace = 'mart'::regnamespace
    and c.relkind in ('r', 'p', 'v')
    and has_table_privilege(c.oid, 'select');
comment on view mart.data_dictionary is 'The tables and columns of mart that the session may read: one row per column, from the comments in the database.';
comment on column mart.data_dictionary.table_name is 'Table or view in schema mart.';
comment on column mart.data_dictionary.table_type is 'table or view.';
comment on column mart.data_dictionary.column_position is 'Position in the table.';
comment on column mart.data_dictionary.column_name is 'Column.';
comment on column mart.data_dictionary.data_type is 'SQL type.';
comment on column mart.data_dictionary.is_nullable is 'Whether it can be null; always true for views.';
comment on column mart.data_dictionary.is_key is 'Part of the primary key.';
comment on column mart.data_dictionary.column_comment is 'Meaning, unit, and what null means.';
comment on column mart.data_dictionary.table_comment is 'Meaning and grain of the table.';
grant select on mart.data_dictionary to mart_reader, tenant_reader, asinmart_api, asinmart_admin;
