begin;
set local search_path to extensions, public;
select plan(21);

create function pg_temp.words(
    p_rule_type text, p_direction integer, p_old numeric, p_new numeric, p_old_text text default null, p_new_text text default null,
    p_compare_with text default 'previous', p_window_days integer default null, p_metric text default null
)
returns text
language sql
stable
as $$
    select w.headline || '; ' || w.sentence
    from core.render_alert(
        p_rule_type, p_metric, p_compare_with, p_window_days::smallint, p_direction, p_old, p_new,
        round((p_new - p_old) * 100 / nullif(p_old, 0), 2), p_old_text, p_new_text, 'EUR'
    ) as w;
$$;

select is(pg_temp.words('price', 1, 100, 120.5), 'Price up 20.50 %; price 100.00 to 120.50 EUR (+20.50 %)', 'a higher price');
select is(pg_temp.words('price', -1, 100, 80), 'Price down 20.00 %; price 100.00 to 80.00 EUR (-20.00 %)', 'a lower price');
select is(pg_temp.words('price', 1, 0, 80), 'Price up from 0 to 80; price 0.00 to 80.00 EUR', 'a change from 0 has no percentage');
select is(
    pg_temp.words('price', -1, 99.1234, 80, null, null, 'average', 30), 'Price down 19.29 %; price from a 30-day average of 99.12 to 80.00 EUR (-19.29 %)', 'a change against an average'
);
select is(pg_temp.words('price', -1, 90, 80, null, null, 'extreme', 7), 'Price down 11.11 %; price from a 7-day low of 90.00 to 80.00 EUR (-11.11 %)', 'a change against a low');
select is(pg_temp.words('bsr', 1, 100, 200, 'Kettles', 'Kettles'), 'Rank worse by 100.00 %; rank in Kettles 100 to 200 (+100.00 %)', 'a higher rank is worse');
select is(pg_temp.words('bsr', -1, 100, 50), 'Rank better by 50.00 %; rank 100 to 50 (-50.00 %)', 'a lower rank is better; its category may be unknown');
select is(pg_temp.words('bsr', 1, 100.50, 200, null, 'Kettles', 'average', 7), 'Rank worse by 99.00 %; rank in Kettles from a 7-day average of 100.5 to 200 (+99.00 %)', 'an average rank has decimals');
select is(pg_temp.words('rating', -1, 4.5, 4.2), 'Rating down to 4.20; rating 4.50 to 4.20 stars (-6.67 %)', 'a rating');
select is(pg_temp.words('reviews', 1, 100, 150), 'Ratings up to 150; number of ratings 100 to 150 (+50.00 %)', 'the number of ratings');
select is(pg_temp.words('buybox_price', -1, 50, 40), 'Buy box price down 20.00 %; featured offer''s price 50.00 to 40.00 EUR (-20.00 %)', 'the price of the featured offer');
select is(pg_temp.words('buybox_seller', 1, 50, null, 'A1', 'A2'), 'Buy box moved to A2; featured offer of A1 at 50.00 to A2 at no price EUR', 'a change of the seller; the prices may be unknown');
select is(pg_temp.words('stock', -1, null, null, 'in stock', 'out of stock'), 'Out of stock; in stock to out of stock', 'stock lost');
select is(pg_temp.words('stock', 1, null, null, 'out of stock', 'in stock'), 'Back in stock; out of stock to in stock', 'stock regained');
select is(pg_temp.words('listing', 1, null, null, 'Kettle', 'Pot'), 'Title changed; title "Kettle" to "Pot"', 'another title');
select is(pg_temp.words('extreme', -1, 90, 80, null, null, 'extreme', 90, 'price'), 'Lowest price of 90 days: 80.00; price from a 90-day low of 90.00 to 80.00 EUR (-11.11 %)', 'a new low');
select is(pg_temp.words('extreme', 1, 90, 99, null, null, 'extreme', 7, 'price'), 'Highest price of 7 days: 99.00; price from a 7-day high of 90.00 to 99.00 EUR (+10.00 %)', 'a new high');
select is(pg_temp.words('extreme', 1, 90, 99, null, 'Kettles', 'extreme', 7, 'bsr'), 'Worst rank of 7 days: 99; rank in Kettles from a 7-day high of 90 to 99 (+10.00 %)', 'a high of ranks is the worst');
select is(pg_temp.words('undercut', -1, 100, 90, null, 'B0TESTA001'), 'Undercut by B0TESTA001 by 10.00 %; price 100.00 against 90.00 of B0TESTA001 EUR', 'a cheaper competitor');
select is(pg_temp.words('bestseller_list', 1, null, 7, 'Kettles', 'Kettles'), 'Entered best-seller list Kettles; not listed to place 7 in Kettles', 'an entry into a list');
select is(pg_temp.words('bestseller_list', -1, 7, null, 'Kettles', 'Kettles'), 'Left best-seller list Kettles; place 7 to not listed in Kettles', 'an exit from a list');

select * from finish();
rollback;
