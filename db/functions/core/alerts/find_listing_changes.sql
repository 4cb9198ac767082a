-- Add titles that changed on the days in pg_temp.rule_days to pg_temp.rule_changes, when a rule watches titles. The
-- title of a day is that of its last valid observation with a title. It is compared with the last title up to the
-- previous observation, at most a month older than that observation.
create or replace function core.find_listing_changes()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
declare
    v_from timestamptz;
    v_to timestamptz;
begin
    if not exists (select from pg_temp.evaluated_rules as r where r.rule_type = 'listing') then
        return;
    end if;
    select (min(k.base_date) - 32)::timestamptz, (max(k.date) + 3)::timestamptz into v_from, v_to from pg_temp.rule_days as k;

    insert into pg_temp.rule_changes (
        asin, marketplace, date, base_date, is_news, is_history, change_key, direction, old_text, new_text, observed_days
    )
    select k.asin, k.marketplace, k.date, k.base_date, k.is_news, false, 'listing:previous:0::1', 1, b.title, d.title, 1
    from pg_temp.rule_days as k
    cross join lateral (
        select s.title
        from core.product_snapshots as s
        where s.asin = k.asin and s.marketplace = k.marketplace and s.date = k.date
            and s.scraped_at between k.date - interval '2 days' and k.date + interval '3 days'
            and s.scraped_at between v_from and v_to
            and s.status in ('ok', 'no_offer', 'out_of_stock', 'price_hidden') and s.title is not null
        order by s.scraped_at desc
        limit 1
    ) as d
    cross join lateral (
        select s.title
        from core.product_snapshots as s
        where s.asin = k.asin and s.marketplace = k.marketplace and s.date <= k.base_date
            and s.scraped_at between k.base_date - interval '32 days' and k.base_date + interval '3 days'
            and s.scraped_at between v_from and v_to
            and s.status in ('ok', 'no_offer', 'out_of_stock', 'price_hidden') and s.title is not null
        order by s.scraped_at desc
        limit 1
    ) as b
    where not k.is_history and not k.is_pair_only and k.span = 1 and d.title <> b.title;
end;
$$;
comment on function core.find_listing_changes() is 'Finds titles that changed, on the days to evaluate.';
