-- DBeaver, the schemas of the navigator, with the filter "include mart".
select n.oid, n.nspname, d.description
from pg_catalog.pg_namespace as n
left join pg_catalog.pg_description as d on d.objoid = n.oid and d.objsubid = 0 and d.classoid = 'pg_namespace'::regclass
where n.nspname = 'mart' or n.nspname like 'mart'
order by n.nspname
