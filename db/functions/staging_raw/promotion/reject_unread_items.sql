-- Rejects the items of a slice from which no adapter read anything.
create or replace function staging_raw.reject_unread_items(
    p_run core.ingest_runs,
    p_to_item_no integer
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
    -- A set difference, not an anti-join: freshly copied items have no statistics, and an anti-join of a hundred
    -- thousand rows that is planned for one row is quadratic.
    insert into pg_temp.observations (raw_event_id, item_no, source, reject_code, reject_detail)
    select e.id, e.item_no, e.source, 'no_observation', 'the item contains no product'
    from (
        select r.id, r.item_no, r.source
        from staging_raw.raw_events as r
        where r.job_id = p_run.job_id
            and r.item_no > p_run.promoted_item_no
            and r.item_no <= p_to_item_no
            and r.fetched_at between p_run.started_at - interval '1 day' and p_run.landed_at + interval '1 day'
        except
        select o.raw_event_id, o.item_no, o.source
        from pg_temp.observations as o
        except
        select s.raw_event_id, s.item_no, s.item_source
        from pg_temp.search_query_rows as s
        except
        select s.raw_event_id, s.item_no, s.item_source
        from pg_temp.seller_report_rows as s
        except
        select s.raw_event_id, s.item_no, s.item_source
        from pg_temp.review_rows as s
    ) as e;
end;
$$;
comment on function staging_raw.reject_unread_items(core.ingest_runs, integer) is 'Rejects the items of a slice that gave neither an observation nor a row of a report or review.';
