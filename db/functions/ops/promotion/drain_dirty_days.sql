-- Move the dirty days of one level into pg_temp.changed_days. Days from transactions that have not committed yet stay
-- for the next refresh.
create or replace function ops.drain_dirty_days(p_level text)
returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
    with taken as (
        delete from ops.dirty_days as d
        where d.level = p_level
        returning d.asin, d.marketplace, d.date
    )
    insert into pg_temp.changed_days (asin, marketplace, date)
    select t.asin, t.marketplace, t.date from taken as t
    except
    select c.asin, c.marketplace, c.date from pg_temp.changed_days as c;
$$;
comment on function ops.drain_dirty_days(text) is 'Moves the product days that triggers marked as changed into the promotion.';
