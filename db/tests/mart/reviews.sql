begin;
set local search_path to extensions, public;
\ir ../support/core_reviews.psql
select plan(3);

select pg_temp.reviewed('B0TESTA001', 'RTEST00001', 4, p_text => 'Good.', p_marketplace => 'UK');
select results_eq(
    'select r.asin, r.marketplace, r.review_id, r.rating, r.text, r.review_url, r.last_seen_on from mart.reviews as r',
    $$
        values ('B0TESTA001', 'UK', 'RTEST00001', 4::smallint, 'Good.', 'https://www.amazon.co.uk/gp/customer-reviews/RTEST00001', '2025-03-10'::date)
    $$,
    'a review is a row, with its address'
);
select hasnt_column('mart', 'reviews', 'words', 'its words are not shown');
select is_empty(
    $$
        select c.table_schema, c.column_name from information_schema.columns as c
        where c.table_name in ('reviews', 'review_rows') and c.column_name ~ 'name|user|author|profile'
    $$,
    'reviewers have no names'
);

select * from finish();
rollback;
