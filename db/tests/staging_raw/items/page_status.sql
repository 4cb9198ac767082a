begin;
set local search_path to extensions, public;
select plan(7);

select is(staging_raw.page_status(9.99, null, null, null, null), 'ok', 'a page with a price was read');
select is(staging_raw.page_status(null, 4.5, null, null, null), 'no_offer', 'a page with a rating was read');
select is(staging_raw.page_status(null, null, 12, null, null), 'no_offer', 'a page with a rank was read');
select is(staging_raw.page_status(null, null, null, 'A title', 'Currently unavailable.'), 'out_of_stock', 'a page with a title was read');
select is(staging_raw.page_status(null, null, null, null, null), 'parse_error', 'an empty page was not read');
select is(staging_raw.page_status(null, null, null, 'Robot Check', null), 'blocked', 'a robot check is a blocked page');
select is(staging_raw.page_status(null, null, null, 'Pagina non trovata', null), 'delisted', 'a missing page is delisted');

select * from finish();
rollback;
