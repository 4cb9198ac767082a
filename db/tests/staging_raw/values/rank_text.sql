begin;
set local search_path to extensions, public;
select plan(4);

select is(staging_raw.rank_text('{"Best Sellers Rank": "#1 in X"}'), '#1 in X', 'the attribute is found');
select is(staging_raw.rank_text('{"Amazon Bestsellers Rank": "#1 in X"}'), '#1 in X', 'also under its British name');
select is(staging_raw.rank_text('{"Bestseller-Rang": "Nr. 1 in X"}'), 'Nr. 1 in X', 'and in other languages');
select is(staging_raw.rank_text('{"Size": "L"}'), null, 'without the attribute there is no text');

select * from finish();
rollback;
