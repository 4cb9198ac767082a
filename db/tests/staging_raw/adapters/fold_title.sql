begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(3);

select is(
    (select count(distinct staging_raw.fold_title(t.title)) from unnest(array[
        'Clicks: Same-Day Shipping Speed', 'clicks: same day shipping speed', U&'Clicks\00A0: Same Day Shipping Speed', U&'\FEFFClicks: Same\2011Day Shipping Speed ',
        U&'Clicks\FF1A Same Day Shipping Speed'
    ]) as t (title)),
    1::bigint, 'case, spaces, hyphens, marks and full-width characters do not matter'
);
select isnt(staging_raw.fold_title('Clicks: ASIN Count'), staging_raw.fold_title('Clicks: Brand Count'), 'words do');
select is_empty(
    'select c.name from staging_raw.report_columns as c where c.folded_name is distinct from staging_raw.fold_title(c.name)',
    'names are looked up as they are stored'
);

select * from finish();
rollback;
