-- One line for each relation of mart: its name, the number of its rows, a hash of them in a fixed order, and a hash without what
-- another run of the same work gives anew: numbers and the times of computing. data_freshness depends on when it is asked.
begin isolation level repeatable read read only;
select format(
    $$
        select
            %L, count(*), md5(coalesce(string_agg(t::text, e'\n' order by t::text collate "C"), '')),
            case
                when %L not in ('runs', 'materialized_view_refresh_log')
                    then md5(coalesce(string_agg(f.facts, e'\n' order by f.facts collate "C"), ''))
            end
        from mart.%I as t
        cross join lateral (select (to_jsonb(t) - array['alert_id', 'computed_at', 'detected_at', 'updated_at'])::text as facts) as f
    $$,
    c.relname, c.relname, c.relname
)
from pg_class as c
where c.relnamespace = 'mart'::regnamespace and c.relkind in ('r', 'p', 'v', 'm') and c.relname <> 'data_freshness'
order by c.relname
\gexec
commit;
