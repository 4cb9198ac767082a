-- Policies that contradict each other: a table would lose days that another table is computed from, or that its windows
-- need. Decided from the policies alone, so it shows on the day a policy is changed, not when the first month is due.
create or replace function ops.retention_conflicts()
returns table (parent text, reason text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select
        n.source,
        format(
            '%s is kept %s and needs %s more days of %s before that: shorten its retain, or keep %s %s',
            n.dependent,
            coalesce(dependent.kept::text, 'for ever'),
            n.margin_days,
            n.source,
            n.source,
            coalesce('at least ' || (dependent.kept + make_interval(days => n.margin_days)), 'for ever (retain null)')
        )
    from ops.retention_needs() as n
    inner join ops.partition_policies as source on source.parent = n.source and source.is_active
    inner join (
        select p.parent, case when p.is_active then p.retain end as kept
        from ops.partition_policies as p
    ) as dependent on dependent.parent = n.dependent
    where source.retain is not null
        and (dependent.kept is null or source.retain < dependent.kept + make_interval(days => n.margin_days))
    order by n.source, n.dependent;
$$;
comment on function ops.retention_conflicts() is 'Retention policies that would break a window of another table, with a sentence each.';
