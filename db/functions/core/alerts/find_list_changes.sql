-- Add products that entered or left the best-seller lists in pg_temp.changed_lists to pg_temp.rule_changes, compared
-- with the previous day of the list. Only when a rule watches lists, and only for the newest day of a list unless
-- p_is_replay.
-- A product has left only if the new list was read at least as deep as its old place: half a page is no exit. A product
-- is new only if the old list was read as deep as its new place. A list read to nine tenths of the other's depth counts
-- as complete.
create or replace function core.find_list_changes(p_is_replay boolean default false)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
    if not exists (select from pg_temp.evaluated_rules as r where r.rule_type = 'bestseller_list') then
        return;
    end if;

    insert into pg_temp.rule_changes (
        asin, marketplace, date, base_date, is_news, is_history, change_key, direction, old_value, new_value, old_text, new_text,
        observed_days, list_depth
    )
    select
        coalesce(n.asin, o.asin), l.marketplace, l.date, before.date, true, false, 'bestseller_list:previous:0::1',
        case when o.rank is null or n.rank < o.rank then 1 else -1 end, o.rank, n.rank, l.category, l.category, 1,
        case
            when n.rank is null and now_seen.depth < 0.9 * before.depth then now_seen.depth
            when o.rank is null and before.depth < 0.9 * now_seen.depth then before.depth
        end
    from (select distinct c.marketplace, c.category, c.date from pg_temp.changed_lists as c) as l
    cross join lateral (
        select b.date, max(b.rank) as depth
        from core.bestseller_snapshots as b
        where b.marketplace = l.marketplace and b.category = l.category and b.date < l.date
        group by b.date
        order by b.date desc
        limit 1
    ) as before
    cross join lateral (
        select max(b.rank) as depth
        from core.bestseller_snapshots as b
        where b.marketplace = l.marketplace and b.category = l.category and b.date = l.date
    ) as now_seen
    cross join lateral (
        select b.asin, b.rank
        from core.bestseller_snapshots as b
        where b.marketplace = l.marketplace and b.category = l.category and b.date = before.date
        union
        select b.asin, null
        from core.bestseller_snapshots as b
        where b.marketplace = l.marketplace and b.category = l.category and b.date = l.date
            and not exists (
                select from core.bestseller_snapshots as p
                where p.marketplace = l.marketplace and p.category = l.category and p.date = before.date and p.asin = b.asin
            )
    ) as o
    left join core.bestseller_snapshots as n
        on n.asin = o.asin and n.marketplace = l.marketplace and n.category = l.category and n.date = l.date
    where n.rank is distinct from o.rank
        and (n.rank is not null or o.rank <= now_seen.depth)
        and (o.rank is not null or n.rank <= before.depth)
        and (
            p_is_replay
            or not exists (
                select from core.bestseller_snapshots as later
                where later.marketplace = l.marketplace and later.category = l.category and later.date > l.date
            )
        );
end;
$$;
comment on function core.find_list_changes(boolean) is 'Finds products that entered or left best-seller lists.';
