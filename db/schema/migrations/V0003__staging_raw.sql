create table staging_raw.raw_events (
    id bigint generated always as identity,
    job_id text not null,
    item_no integer not null,
    source text not null,
    fetched_at timestamptz not null default now(),
    asin text generated always as (payload ->> 'asin') stored,
    url text generated always as (payload ->> 'url') stored,
    payload jsonb not null,
    content_hash bytea not null,
    primary key (id, fetched_at)
) partition by range (fetched_at);
create index raw_events_job_id_item_no_idx on staging_raw.raw_events (job_id, item_no);
comment on table staging_raw.raw_events is 'One row an item as received; append-only, the source of every replay.';
comment on column staging_raw.raw_events.id is 'Order of arrival; breaks ties between observations of one instant.';
comment on column staging_raw.raw_events.job_id is 'Ingest run that brought it, see core.ingest_runs.';
comment on column staging_raw.raw_events.item_no is 'Position in the source, from 1.';
comment on column staging_raw.raw_events.source is 'Where it came from: file, apify:<actor>, or what --source said.';
comment on column staging_raw.raw_events.fetched_at is 'When it arrived here; the partition key.';
comment on column staging_raw.raw_events.asin is 'The payload''s own asin key as sent, unchecked; null where the source names the product otherwise.';
comment on column staging_raw.raw_events.url is 'The payload''s own url key as sent; null where there is none.';
comment on column staging_raw.raw_events.payload is 'The item as received. CSV rows become objects, a/b/0 headers nested values.';
comment on column staging_raw.raw_events.content_hash is 'First 16 bytes of the SHA-256 of the item''s bytes.';

create table staging_raw.rejected_events (
    id bigint generated always as identity primary key,
    job_id text not null,
    item_no integer,
    element_no integer,
    raw_event_id bigint,
    stage text not null,
    reason_code text not null,
    detail text,
    raw_text text,
    attempts integer not null default 1,
    rejected_at timestamptz not null default now(),
    resolved_at timestamptz,
    constraint rejected_events_stage_check check (stage in ('load', 'adapt', 'check')),
    constraint rejected_events_origin_check check (raw_event_id is not null or raw_text is not null)
);
create index rejected_events_job_id_idx on staging_raw.rejected_events (job_id);
create index rejected_events_open_idx on staging_raw.rejected_events (rejected_at) where resolved_at is null;
comment on table staging_raw.rejected_events is 'One row an item, or element of a list item, that did not reach core: why, and the original.';
comment on column staging_raw.rejected_events.id is 'Reject key.';
comment on column staging_raw.rejected_events.job_id is 'Ingest run it came with.';
comment on column staging_raw.rejected_events.item_no is 'Position of the item in the source, from 1.';
comment on column staging_raw.rejected_events.element_no is 'Position inside a list item (a best-seller list), from 1; null for a single item.';
comment on column staging_raw.rejected_events.raw_event_id is 'The stored item; null when it could not be stored as JSON.';
comment on column staging_raw.rejected_events.stage is 'load: not storable; adapt: shape not understood; check: a value cannot be true.';
comment on column staging_raw.rejected_events.reason_code is 'Stable code, listed in docs/errors.md.';
comment on column staging_raw.rejected_events.detail is 'One sentence with the offending value.';
comment on column staging_raw.rejected_events.raw_text is 'The original bytes as text where there is no raw event; undecodable bytes as \xNN.';
comment on column staging_raw.rejected_events.attempts is 'How often it was tried.';
comment on column staging_raw.rejected_events.rejected_at is 'When it was last rejected.';
comment on column staging_raw.rejected_events.resolved_at is 'When a replay accepted it or ops.dismiss_rejects gave it up; null while open.';

-- What every adapter returns: the one standard row. Wide types on purpose: the checks that follow must see a value that
-- is out of range, not an overflow error that would fail the whole batch.
create type staging_raw.observation as (
    element_no integer,
    asin text,
    requested_asin text,
    url text,
    scraped_at timestamptz,
    observed_date date,
    status text,
    price numeric,
    list_price numeric,
    buybox_price numeric,
    buybox_seller text,
    bsr bigint,
    bsr_category text,
    bsr_main bigint,
    bsr_data jsonb,
    rating numeric,
    reviews_count bigint,
    in_stock boolean,
    availability text,
    is_prime boolean,
    offers_count bigint,
    coupon text,
    title text,
    brand text,
    manufacturer text,
    model text,
    category_path text,
    image_url text,
    parent_asin text,
    bullets jsonb,
    attributes jsonb,
    list_category text,
    list_rank bigint,
    currency text,
    used_price numeric,
    speaks_of_offers boolean
);
comment on type staging_raw.observation is 'The standard row every source shape is turned into.';

create type staging_raw.rank_summary as (
    bsr bigint,
    bsr_category text,
    bsr_main bigint,
    bsr_data jsonb
);
comment on type staging_raw.rank_summary is 'Best-seller ranks of one product: smallest category, main category, all of them.';

grant select, insert on staging_raw.raw_events, staging_raw.rejected_events to asinmart_loader;
