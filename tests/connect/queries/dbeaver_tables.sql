-- DBeaver, the relations of a schema. It does not ask for privileges.
select
    c.relname,
    c.relkind,
    d.description,
    (select array_agg(i.inhparent) from pg_catalog.pg_inherits as i where i.inhrelid = c.oid) as parents
from pg_catalog.pg_class as c
left join pg_catalog.pg_description as d on d.objoid = c.oid and d.objsubid = 0 and d.classoid = 'pg_class'::regclass
where c.relnamespace = 'mart'::regnamespace and c.relkind not in ('i', 'I', 'c')
