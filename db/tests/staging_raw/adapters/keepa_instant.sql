begin;
set local search_path to extensions, public;
select plan(3);

select is(
    staging_raw.keepa_instant('7535870'), '2025-04-30 05:50:00+00'::timestamptz, 'minutes count from 2011'
);
select is(staging_raw.keepa_instant('-1'), null, '-1 means never');
select is(staging_raw.keepa_instant('1e300'), null, 'minutes beyond any calendar are null');

select * from finish();
rollback;
