begin;
set local search_path to extensions, public;
select plan(2);

select is_empty(
    $$
        select t.condition
        from unnest(array[
            'New', 'new', 'Brand New', 'New, other', 'Neu', 'Neuf', 'Nuevo', 'Nuovo', '新品', '', 'NewItem', 'Not used', 'Ungebraucht', null
        ]) as t (condition)
        where staging_raw.is_used_condition(t.condition) is distinct from false
    $$,
    'new offers are new, in every language, and so are those that say nothing'
);
select is_empty(
    $$
        select t.condition
        from unnest(array[
            'Used', 'used - like new', 'Used - Good', 'UsedVeryGood', 'Very Good', 'Good', 'Acceptable', 'Like New', 'Refurbished',
            'Certified Refurbished', 'Renewed', 'Open Box', 'Pre-owned', 'Collectible - New', 'Gebraucht - Sehr gut', 'Wie neu',
            'Generalüberholt', 'D''occasion - Comme neuf', 'Reconditionné', 'Usato - Come nuovo', 'Ricondizionato', 'Usado', 'De segunda mano',
            'Reacondicionado', 'Recondicionado', 'Tweedehands', 'Begagnad', 'Używany', '中古品 - 良い', '再生品', '二手', 'İkinci el kullanılmış'
        ]) as t (condition)
        where staging_raw.is_used_condition(t.condition) is distinct from true
    $$,
    'used, refurbished and collectible ones are not'
);

select * from finish();
rollback;
