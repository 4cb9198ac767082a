begin;
set local search_path to extensions, public;
select plan(2);

select results_eq(
    $$
        select core.alert_kind(t)
        from unnest(array[
            'price', 'bsr', 'rating', 'reviews', 'buybox_price', 'buybox_seller', 'stock', 'listing', 'extreme', 'undercut', 'bestseller_list'
        ]) as t
    $$,
    $$values
        ('PRICE_SPIKE'), ('BSR_DROP'), ('RATING_DROP'), ('REVIEWS_CHANGE'), ('BUYBOX_CHANGE'), ('BUYBOX_CHANGE'), ('STOCK_CHANGE'),
        ('LISTING_CHANGE'), ('NEW_EXTREME'), ('COMPETITOR_UNDERCUT'), ('BESTSELLER_LIST')
    $$,
    'every rule type has a kind that core.alerts accepts'
);
select is(core.alert_kind('no such type'), null, 'an unknown type has no kind');

select * from finish();
rollback;
