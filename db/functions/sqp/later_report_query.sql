-- The query for the time from which a later report of another part of the account covers a row t of a report n that is withdrawn, null
-- where none does: a catalogue report of all products, or of the product alone. $1 tenant, $2 since when the withdrawn run was known.
-- p_part: the part that t belongs to, see sqp.report_tables.
create or replace function sqp.later_report_query(p_part text)
returns text
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select format(
        'select min(case when l.first_reported_at > $2 then l.first_reported_at else l.reported_at end) as known_at
        from sqp.reported_periods as l
        where l.tenant_id = $1 and l.report = n.report and l.marketplace = n.marketplace and l.period_type = n.period_type
            and l.start_date = n.start_date and l.end_date = n.end_date and l.covers in (''all'', %s)
            and l.raw_event_id > n.raw_event_id',
        p_part
    );
$$;
comment on function sqp.later_report_query(text) is 'Query text for the time from which a later report covers a row of a withdrawn one.';
