begin;
set local search_path to extensions, public;
select plan(4);

select is(staging_raw.page_title('A title'), 'A title', 'a title stays as it is');
select is(staging_raw.page_title('Robot Check'), null, 'the title of a robot check is none of a product');
select is(staging_raw.page_title('Amazon.com: Page Not Found'), null, 'nor is that of an error page');
select is(staging_raw.page_title('Amazon.de'), null, 'nor is the shop''s name alone');

select * from finish();
rollback;
