begin;
set local search_path to extensions, public;
\ir ../support/content.psql
set local role asinmart_owner;
select plan(1);

update core.products set image_url = 'https://example.com/1.jpg' where asin = 'B0TESTA001';
update core.products set title = null where asin = 'B0TESTA004';
select results_eq(
    $$
        select l.asin, l.title_length, l.bullet_count, l.bullets_length, l.has_image, l.attribute_count
        from mart.listing_content as l order by l.asin
    $$,
    $$values
        ('B0TESTA001', 10, 2::bigint, 6::bigint, true, 6::bigint), ('B0TESTA002', 20, 1, 3, false, 6), ('B0TESTA003', 30, null, null, false, 5),
        ('B0TESTA004', null, null, null, false, 0), ('B0TESTA005', 50, 4, 15, false, 1)$$,
    'titles, bullet points, images and attributes are counted; what was not seen is null'
);

select * from finish();
rollback;
