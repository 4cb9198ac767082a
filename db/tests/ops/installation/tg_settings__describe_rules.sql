begin;
set local search_path to extensions, public;
select plan(4);

create temp table before as select r.id, r.sentence, r.updated_at from core.alert_rules as r;
grant select on before to asinmart_admin;
set local role asinmart_admin;
select lives_ok($$update ops.settings set value = '12.5' where name = 'alert_price_change_pct'$$, 'a role without rights on rules can change settings');
reset role;
select is(
    (select r.sentence from core.alert_rules as r where r.name = 'Price' and r.tenant_id = '00000000-0000-0000-0000-000000000001'),
    'Any observed product: the price changes by more than 12.5 % against the previous observation; again on the same day at three times the threshold or in the other direction; only beyond the values of the last alert within 7 days.', 'the sentence of a rule with a default follows the setting'
);
select set_eq(
    'select r.name from core.alert_rules as r inner join before as b on b.id = r.id where r.sentence <> b.sentence',
    $$values ('Price'), ('Buy box price')$$, 'the sentences of other rules stay'
);
select is((select count(*) from core.alert_rules as r inner join before as b on b.id = r.id where r.updated_at <> b.updated_at), 2::bigint, 'only changed rules get another updated_at');

select * from finish();
rollback;
