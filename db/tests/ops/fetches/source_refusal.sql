begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(6);

select is(ops.source_refusal('apify', true, '2025-03-10 00:30+00'), null, 'a source that was never asked may be');
insert into ops.sources (source, status, error, changed_at, checked_at)
values ('apify', 'access_denied', 'Apify refuses.', '2025-03-09 00:00+00', '2025-03-10 00:00+00');
select is(
    ops.source_refusal('apify', true, '2025-03-10 00:30+00'),
    format(
        'apify refuses access since %s and is asked again after %s: Apify refuses.', timestamptz '2025-03-09 00:00+00', timestamptz '2025-03-10 01:00+00'
    ),
    'one that refuses access is not asked for an hour'
);
select is(ops.source_refusal('apify', false, '2025-03-10 01:00+00'), null, 'then it may be');
select is(ops.source_refusal('apify', true, '2025-03-10 01:00+00'), null, 'by one fetch');
select isnt(ops.source_refusal('apify', true, '2025-03-10 01:00+00'), null, 'and no other');
update ops.sources set status = 'ok', error = null;
select is(ops.source_refusal('apify', true, '2025-03-10 01:01+00'), null, 'one that lets us in is asked');

select * from finish();
rollback;
