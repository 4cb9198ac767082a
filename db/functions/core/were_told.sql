-- Whether the rules in pg_temp.judged_rules have alerts about the days in pg_temp.rule_days from before: mostly not, and then nobody
-- needs to look for them product by product.
create or replace function core.were_told()
returns boolean
language sql
stable
set search_path = ''
as $$
    select exists (
        select from pg_temp.judged_rules as r
        cross join (select min(k.date) as from_date, max(k.date) as to_date from pg_temp.rule_days as k) as days
        where exists (
            select from core.alerts as a
            where a.rule_id = r.id and a.date between days.from_date and days.to_date
            offset 0
        )
    );
$$;
comment on function core.were_told() is 'Whether the judged rules have alerts about the judged days already.';
