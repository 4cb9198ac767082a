-- Power BI Desktop, PostgreSQL connector (Npgsql 4.0): the columns of a relation.
select
    column_name,
    ordinal_position,
    is_nullable,
    case when data_type like '%%unsigned%%' then data_type || ' unsigned' else data_type end as data_type
from information_schema.columns
where table_schema = 'mart' and table_name = %(relation)s
order by table_schema, table_name, ordinal_position
