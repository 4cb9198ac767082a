begin;
set local search_path to extensions, public;
select plan(7);

select is(staging_raw.page_status(9.99, null, null, null, null), 'ok', 'a price is enough');
select is(staging_raw.page_status(null, 4.5, null, null, null), 'no_offer', 'a rating shows that the page was read');
select is(staging_raw.page_status(null, null, 12, null, null), 'no_offer', 'so does a rank');
select is(staging_raw.page_status(null, null, null, 'A title', 'Currently unavailable.'), 'out_of_stock', 'and a title');
select is(staging_raw.page_status(null, null, null, null, null), 'parse_error', 'a page with nothing on it was not read');
select is(staging_raw.page_status(null, null, null, 'Robot Check', null), 'blocked', 'a robot check is a blocked page');
select is(staging_raw.page_status(null, null, null, 'Pagina non trovata', null), 'delisted', 'a page that is not there is delisted');

select * from finish();
rollback;
