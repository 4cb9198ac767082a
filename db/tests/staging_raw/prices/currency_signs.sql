begin;
set local search_path to extensions, public;
select plan(4);

select is_empty(
    $$
        select sign.name from staging_raw.currency_signs() as s cross join unnest(s.signs) as sign (name)
        group by sign.name having count(*) > 1
    $$,
    'a sign means one currency'
);
select is_empty(
    $$select s.currency from staging_raw.currency_signs() as s where s.currency !~ '^[A-Z]{3}$' and s.currency not in ('$', U&'\00A5')$$,
    'the currency is an ISO code, or the sign itself when several currencies share it'
);
select is_empty(
    $$
        select m.marketplace from core.marketplaces as m
        left join staging_raw.currency_signs() as s on s.currency = m.currency_code
        where s.currency is null
    $$,
    'every shop''s currency has signs'
);
select is_empty(
    $$
        select m.marketplace, s.decimal_sign from core.marketplaces as m
        inner join staging_raw.currency_signs() as s on s.currency = m.currency_code
        where s.decimal_sign not in (m.decimal_sign, '')
    $$,
    'its decimal sign is that of its shops'
);

select * from finish();
rollback;
