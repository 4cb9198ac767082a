begin;
set local search_path to extensions, public;
select plan(2);

select is_empty(
    $$
        select t.condition
        from unnest(array[
            'New', 'new', 'Brand New', 'New, other', 'Neu', 'Neuf', 'Nuevo', 'Nuovo', U&'\65B0\54C1', '', 'NewItem', 'Not used', 'Software', 'Hardware - New', 'Ny', 'Yeni', 'Nieuw', U&'\5168\65B0', 'Zustand: Neu', 'Ungebraucht', null
        ]) as t (condition)
        where staging_raw.is_used_condition(t.condition) is distinct from false
    $$,
    'new offers are new in every language, and so are offers without a condition'
);
select is_empty(
    $$
        select t.condition
        from unnest(array[
            'Used', 'used - like new', 'Used - Good', 'UsedVeryGood', 'Very Good', 'Good', 'Acceptable', 'Like New', 'Refurbished',
            'Certified Refurbished', 'Renewed', 'Open Box', 'Pre-owned', 'Collectible - New', 'Gebraucht - Sehr gut', 'Wie neu',
            U&'General\00FCberholt', 'D''occasion - Comme neuf', U&'Reconditionn\00E9', 'Usato - Come nuovo', 'Ricondizionato', 'Usado', 'De segunda mano',
            'Reacondicionado', 'Recondicionado', U&'U\017Cyw. - dobry', 'B-Ware', 'Warehouse Deal', 'Amazon Resale', 'Reconditioned', 'Seconde main', 'Seconda mano',
            U&'Vorf\00FChrware', 'Seminuevo', 'Muito bom', 'Bom', 'Como novo', 'Jak nowy', 'Bardzo dobry', 'Als nieuw', 'Zeer goed', 'Som ny', 'Mycket bra',
            'Ottimo', 'Buono', U&'Tr\00E8s bon', 'Bueno', 'Gut', 'Aceptable', U&'Anv\00E4nd', U&'\0130kinci El', U&'\307B\307C\65B0\54C1', U&'\975E\5E38\306B\826F\3044', U&'\53EF', 'Tweedehands', 'Begagnad', U&'U\017Cywany', U&'\4E2D\53E4\54C1 - \826F\3044', U&'\518D\751F\54C1', U&'\4E8C\624B', U&'\0130kinci el kullan\0131lm\0131\015F'
        ]) as t (condition)
        where staging_raw.is_used_condition(t.condition) is distinct from true
    $$,
    'used, refurbished and collectible offers are used'
);

select * from finish();
rollback;
