-- Write the rows in pg_temp.day_rows to mart.product_days where they differ; returns the number of rows written. It is
-- written under the promotion lock alone, so rows that are missing now are still missing when they are inserted.
-- p_days and c_known_days as in mart.read_day_values.
create or replace function mart.write_product_days(p_days date[])
returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
declare
    c_known_days constant integer := 45;
    v_from date;
    v_to date;
    v_written integer;
    v_changed integer;
begin
    perform ops.ensure_partition('mart.product_days', months.month)
    from (select distinct date_trunc('month', r.date)::date as month from pg_temp.refreshed_days as r) as months;
    select min(r.date), max(r.date) into v_from, v_to from pg_temp.refreshed_days as r;
    insert into mart.product_days
    select r.*
    from pg_temp.day_rows as r
    left join mart.product_days as m
        on m.asin = r.asin and m.marketplace = r.marketplace and m.date = r.date and m.date between v_from - c_known_days and v_to
        and (p_days is null or m.date = any (p_days))
    where m.asin is null;
    get diagnostics v_written = row_count;
    if v_written = (select count(*) from pg_temp.day_rows) then
        return v_written;
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
    return v_written + v_changed;
end;
$$;
comment on function mart.write_product_days(date[]) is 'Writes the computed rows of mart.product_days that differ.';
