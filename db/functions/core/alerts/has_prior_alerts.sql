-- Whether the rules in pg_temp.evaluated_rules have alerts about some days from before: mostly not, and then nobody needs to look for
-- them product by product.
-- In PL/pgSQL, because a plan of a SQL function outlives the making of a partition in the same transaction.
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
comment on function core.has_prior_alerts(date, date) is 'Whether the judged rules have alerts about some days already.';
