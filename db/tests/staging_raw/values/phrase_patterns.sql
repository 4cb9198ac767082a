begin;
set local search_path to extensions, public;
select plan(3);

select ok(
    staging_raw.phrase_patterns('brand_link') @> array['visit the % store', '% store''u ziyaret edin'], 'the patterns of a kind are listed'
);
select is(staging_raw.phrase_patterns('brand_label'), '{}'::text[], 'whole phrases have no pattern');
select is(staging_raw.phrase_patterns('no such kind'), '{}'::text[], 'a kind without phrases has none');

select * from finish();
rollback;
