-- Power BI Desktop, PostgreSQL connector (Npgsql 4.0): the foreign keys that point at a relation.
select
    p.column_name as pk_column_name,
    f.table_schema as fk_table_schema,
    f.table_name as fk_table_name,
    f.column_name as fk_column_name,
    f.ordinal_position as ordinal,
    c.constraint_schema || '_' || f.table_name || '_' || c.constraint_name as fk_name
from (
    select distinct
        r.constraint_catalog, r.constraint_schema, r.unique_constraint_schema, r.constraint_name, r.unique_constraint_name
    from information_schema.referential_constraints as r
) as c
inner join information_schema.key_column_usage as f
    on c.constraint_schema = f.constraint_schema and c.constraint_name = f.constraint_name
inner join information_schema.key_column_usage as p
    on c.unique_constraint_schema = p.constraint_schema and c.unique_constraint_name = p.constraint_name
where p.table_schema = 'mart' and p.table_name = %(relation)s and p.ordinal_position = f.ordinal_position
order by 6, f.ordinal_position
