-- Write the rows in pg_temp.day_rows to mart.product_days where they differ, and delete those of changed days that are
-- no longer observed. Returns the number of rows written or deleted.
create or replace function mart.write_product_days(p_days date[])
returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
declare
    v_horizon date := ops.horizon('mart.product_days');
    v_from date;
    v_to date;
    v_removed integer := 0;
    v_written integer;
    v_changed integer;
begin
    select min(c.date), max(c.date) into v_from, v_to from pg_temp.changed_days as c;
    if exists (select from pg_temp.changed_days as c where not c.is_new) then
        delete from mart.product_days as m
        using (
            select c.asin, c.marketplace, c.date from pg_temp.changed_days as c where not c.is_new and c.date >= v_horizon
            except
            select r.asin, r.marketplace, r.date from pg_temp.refreshed_days as r
        ) as g
        where m.asin = g.asin and m.marketplace = g.marketplace and m.date = g.date and m.date between v_from and v_to;
        get diagnostics v_removed = row_count;
    end if;

    perform ops.ensure_partition('mart.product_days', months.month)
    from (select distinct date_trunc('month', r.date)::date as month from pg_temp.refreshed_days as r) as months;
    select min(r.date), max(r.date) into v_from, v_to from pg_temp.refreshed_days as r;
    insert into mart.product_days
    select r.*
    from pg_temp.day_rows as r
    left join mart.product_days as m
        on m.asin = r.asin and m.marketplace = r.marketplace and m.date = r.date and m.date between v_from and v_to
        and (p_days is null or m.date = any (p_days))
    where m.asin is null;
    get diagnostics v_written = row_count;
    if v_written = (select count(*) from pg_temp.day_rows) then
        return v_removed + v_written;
    end if;

    execute format(
        $sql$
            insert into mart.product_days as m
            select r.*
            from pg_temp.day_rows as r
            cross join lateral (
                select d
                from mart.product_days as d
                where d.asin = r.asin and d.marketplace = r.marketplace and d.date = r.date and d.date between $1 and $2
                offset 0
            ) as m
            where m.d is distinct from r
            on conflict (asin, marketplace, date) do update set (%s) = row (%s)
        $sql$,
        -- Every column, so that no list of them can miss one.
        (select string_agg(quote_ident(a.attname), ', ' order by a.attnum) from pg_catalog.pg_attribute as a
            where a.attrelid = 'mart.product_days'::regclass and a.attnum > 3 and not a.attisdropped),
        (select string_agg('excluded.' || quote_ident(a.attname), ', ' order by a.attnum) from pg_catalog.pg_attribute as a
            where a.attrelid = 'mart.product_days'::regclass and a.attnum > 3 and not a.attisdropped)
    )
    using v_from, v_to;
    get diagnostics v_changed = row_count;
    return v_removed + v_written + v_changed;
end;
$$;
comment on function mart.write_product_days(date[]) is 'Writes the computed rows of mart.product_days that differ, and deletes those of days that are gone.';
