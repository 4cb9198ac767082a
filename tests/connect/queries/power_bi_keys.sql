-- Power BI Desktop, PostgreSQL connector (Npgsql 4.0): the keys of a relation.
select
    i.constraint_schema || '_' || i.constraint_name as index_name,
    u.column_name,
    u.ordinal_position,
    case when i.constraint_type = 'PRIMARY KEY' then 'Y' else 'N' end as primary_key
from information_schema.table_constraints as i
inner join information_schema.key_column_usage as u
    on i.constraint_schema = u.constraint_schema and i.constraint_name = u.constraint_name
    and i.table_schema = u.table_schema and i.table_name = u.table_name
where i.table_schema = 'mart' and i.table_name = %(relation)s and i.constraint_type in ('PRIMARY KEY', 'UNIQUE')
order by 1, u.table_schema, u.table_name, u.ordinal_position
