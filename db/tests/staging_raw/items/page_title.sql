begin;
set local search_path to extensions, public;
select plan(4);

select is(staging_raw.page_title('A title'), 'A title', 'a product''s title is returned unchanged');
select is(staging_raw.page_title('Robot Check'), null, 'the title of a robot check is null');
select is(staging_raw.page_title('Amazon.com: Page Not Found'), null, 'the title of an error page is null');
select is(staging_raw.page_title('Amazon.de'), null, 'the shop''s name alone is null');

select * from finish();
rollback;
