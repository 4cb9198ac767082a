-- The slow path for a block of items on which COPY failed: each text is stored separately, so that only the one that
-- the database refuses is rejected. Item by item on purpose; the fast path is COPY.
create or replace function staging_raw.store_texts(
    p_job_id text,
    p_source text,
    p_item_nos integer[],
    p_items text[],
    p_hashes bytea[]
)
returns table (stored_count integer, rejected_count integer)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_item record;
begin
    stored_count := 0;
    rejected_count := 0;
    for v_item in
        select u.item_no, u.item, u.content_hash
        from unnest(p_item_nos, p_items, p_hashes) as u (item_no, item, content_hash)
        order by u.item_no
    loop
        begin
            insert into staging_raw.raw_events (job_id, item_no, source, payload, content_hash)
            values (p_job_id, v_item.item_no, p_source, v_item.item::jsonb, v_item.content_hash);
            stored_count := stored_count + 1;
        exception when data_exception or program_limit_exceeded then
            insert into staging_raw.rejected_events (job_id, item_no, stage, reason_code, detail, raw_text)
            values (
                p_job_id, v_item.item_no, 'load', 'json_refused',
                'the database cannot store this item as JSON: ' || sqlerrm, v_item.item
            );
            rejected_count := rejected_count + 1;
        end;
    end loop;
    return next;
end;
$$;
comment on function staging_raw.store_texts(text, text, integer[], text[], bytea[]) is 'Stores a block of item texts one by one, rejecting those the database refuses.';
grant execute on function staging_raw.store_texts(text, text, integer[], text[], bytea[]) to asinmart_loader, asinmart_worker;
