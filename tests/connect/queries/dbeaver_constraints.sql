-- DBeaver, the constraints of the relations of a schema.
select t.relname, o.conname, o.contype, o.conkey, r.relnamespace as refnamespace
from pg_catalog.pg_constraint as o
inner join pg_catalog.pg_class as t on t.oid = o.conrelid
left join pg_catalog.pg_class as r on r.oid = o.confrelid
where t.relnamespace = 'mart'::regnamespace
order by o.oid
