-- DBeaver, the columns of the relations of a schema.
select
    c.relname,
    a.attname,
    format_type(a.atttypid, a.atttypmod) as data_type,
    pg_catalog.pg_get_expr(e.adbin, e.adrelid, true) as def_value,
    d.description
from pg_catalog.pg_attribute as a
inner join pg_catalog.pg_class as c on a.attrelid = c.oid
left join pg_catalog.pg_attrdef as e on a.attrelid = e.adrelid and a.attnum = e.adnum
left join pg_catalog.pg_description as d on c.oid = d.objoid and a.attnum = d.objsubid
where not a.attisdropped and c.relnamespace = 'mart'::regnamespace and c.relkind not in ('i', 'I', 'c') and a.attnum > 0
order by a.attnum
