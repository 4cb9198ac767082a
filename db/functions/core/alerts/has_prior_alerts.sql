-- Returns whether the rules in pg_temp.evaluated_rules have alerts about a range of days from earlier promotions.
-- Usually there are none, and the lookup for each product is skipped.
-- PL/pgSQL, because the plan of a SQL function would outlive the creation of a partition in the same transaction.
create or replace function core.has_prior_alerts(
    p_from date,
    p_to date
)
returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return exists (
        select from pg_temp.evaluated_rules as r
        where exists (
            select from core.alerts as a where a.rule_id = r.id and a.date between p_from and p_to offset 0
        )
    );
end;
$$;
comment on function core.has_prior_alerts(date, date) is 'Whether the evaluated rules have alerts about a range of days from earlier promotions.';
