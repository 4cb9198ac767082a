-- Whether a source lets us in: one that refuses access is asked once an hour, not for every product.

create table ops.sources (
    source text primary key,
    status text not null,
    error text,
    changed_at timestamptz not null,
    checked_at timestamptz not null,
    constraint sources_status_check check (status in ('ok', 'access_denied')),
    constraint sources_error_check check ((status = 'ok') = (error is null))
);
comment on table ops.sources is 'Sources that were asked, one row each, and whether they let us in.';
comment on column ops.sources.source is 'The source: apify.';
comment on column ops.sources.status is 'ok; or access_denied: it refuses our credentials or what they ask for.';
comment on column ops.sources.error is 'What it said when it refused; null when it does not.';
comment on column ops.sources.changed_at is 'Since when it has this status.';
comment on column ops.sources.checked_at is 'When it last answered, or when a fetch was last let through to see whether it still refuses.';
comment on constraint sources_status_check on ops.sources is 'status is ok or access_denied.';
comment on constraint sources_error_check on ops.sources is 'A refusal, and nothing else, has an error.';
