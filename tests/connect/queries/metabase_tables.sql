-- Metabase 0.57, sync of a PostgreSQL database: the tables of its schemas.
select
    n.nspname as schema,
    c.relname as name,
    case c.relkind
        when 'r' then 'TABLE'
        when 'p' then 'PARTITIONED TABLE'
        when 'v' then 'VIEW'
        when 'f' then 'FOREIGN TABLE'
        when 'm' then 'MATERIALIZED VIEW'
    end as type,
    d.description,
    s.n_live_tup as estimated_row_count
from pg_catalog.pg_class as c
inner join pg_catalog.pg_namespace as n on c.relnamespace = n.oid
left join pg_catalog.pg_description as d on c.oid = d.objoid and d.objsubid = 0 and d.classoid = 'pg_class'::regclass
left join pg_stat_user_tables as s on n.nspname = s.schemaname and c.relname = s.relname
where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and c.relkind in ('r', 'p', 'v', 'f', 'm')
order by 3, 1, 2
