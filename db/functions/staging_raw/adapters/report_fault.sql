-- Says which field of a row of an SP-API report cannot be read: the first in the order of names that is no number of a size that counts
-- and prices have, no day, or no object where there should be one; null where every field can be read.
create or replace function staging_raw.report_fault(p_payload jsonb)
returns text
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
    with parts as (
        select o.key as part, o.value
        from jsonb_each(case jsonb_typeof(p_payload -> 'dataByAsin') when 'object' then p_payload -> 'dataByAsin' else '{}' end) as o (key, value)
        where o.value <> 'null'
    ),
    fields as (
        select
            p.part || '.' || f.key as field,
            f.key,
            case when f.key ~ 'Price$' then f.value #>> '{amount}' else f.value #>> '{}' end as value
        from parts as p
        cross join lateral jsonb_each(case jsonb_typeof(p.value) when 'object' then p.value else '{}' end) as f (key, value)
        where p.part ~ 'Data$' and f.key ~ '(Count|Volume|Score|Price|Share|Rate)$'
    ),
    days as (
        select p.part as field, p.value #>> '{}' as value from parts as p where p.part in ('startDate', 'endDate')
        union all
        select 'reportSpecification.' || n.field, p_payload -> 'reportSpecification' ->> n.field
        from (values ('dataStartTime'), ('dataEndTime')) as n (field)
    ),
    faults as (
        select p.part as field, format('%s is no object', p.part) as fault
        from parts as p
        where p.part ~ 'Data$' and jsonb_typeof(p.value) <> 'object'
        union all
        select f.field, format('%s %s is no number', f.field, left(f.value, 40))
        from fields as f
        where f.value !~ case
            when f.key ~ 'Score$' then '^-?[0-9]{1,9}$'
            when f.key ~ '(Count|Volume)$' then '^-?[0-9]{1,18}$'
            else '^-?[0-9]{1,9}([.][0-9]{1,30})?$'
        end
        union all
        select d.field, format('%s %s is no day', d.field, left(d.value, 40))
        from days as d
        where d.value is not null and staging_raw.parse_day(left(d.value, 10)) is null
    )
    select f.fault from faults as f order by f.field limit 1;
$$;
comment on function staging_raw.report_fault(jsonb) is 'Sentence that names the field of a report row that cannot be read; null where all can.';
