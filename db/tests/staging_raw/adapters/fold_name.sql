begin;
set local search_path to extensions, public;
select plan(3);

select is_empty(
    $$
        select t.name, staging_raw.fold_name(t.name)
        from (values
            ('price', 'price'), ('Price', 'price'), (U&'Price  \20B9', 'price'), ('Price $', 'price'), ('Price (USD)', 'price'), ('price_eur', 'price'), ('Preis in EUR', 'preis'),
            ('Buy Box: Current', 'buyboxcurrent'), ('buy_box_current', 'buyboxcurrent'), (' Reviews: Rating ', 'reviewsrating'),
            ('price.current_price', 'pricecurrentprice'), ('currentPrice', 'currentprice'), (U&'\FEFFASIN', 'asin'), (U&'ASIN\200E', 'asin'),
            ('Country', 'country'), (U&'\4FA1\683C', U&'\4FA1\683C'), ('#', ''), ('[x]', 'x')
        ) as t (name, folded)
        where staging_raw.fold_name(t.name) <> t.folded
    $$,
    'case, spaces, marks, punctuation and currencies do not matter'
);
select is_empty(
    'select c.column_name from ops.column_names as c where c.folded_name <> staging_raw.fold_name(c.column_name)',
    'the generated column folds names in the same way'
);
insert into ops.column_names (column_name, standard_name) values (U&'Pr\00EDs (EUR) - 2', 'price'), (U&'\00A3\200BX\FF0E\3001y\FFE5', 'price');
select is_empty(
    'select c.column_name from ops.column_names as c where c.folded_name <> staging_raw.fold_name(c.column_name)',
    'so it does for every name of the table'
);

select * from finish();
rollback;
