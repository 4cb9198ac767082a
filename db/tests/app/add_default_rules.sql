begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(6);

select results_eq(
    $$
        select r.name, r.sentence, r.severity, r.is_active from core.alert_rules as r
        where r.tenant_id = '00000000-0000-0000-0000-000000000001' order by r.id
    $$,
    $$values
        ('Price', 'Any observed product: the price moves by more than 10 % against the observation before; again that day at three times that or the other way; only beyond what was told within 7 days.', 'medium', true),
        ('Rank', 'Any observed product: the rank in the smallest category moves by more than 30 % against the observation before; again that day at three times that or the other way; only beyond what was told within 7 days.', 'medium', true),
        ('Rating', 'Any observed product: the rating falls by at least 0.2 against the observation before; again that day at three times that.', 'medium', true),
        ('Buy box seller', 'Any observed product: another seller holds the buy box.', 'high', true),
        ('Buy box price', 'Any observed product: the buy box price moves by more than 10 % against the observation before; again that day at three times that or the other way; only beyond what was told within 7 days.', 'low', false),
        ('Stock', 'Any observed product: stock is lost or regained; again that day the other way.', 'high', true),
        ('Competitor undercuts', 'Any observed product: a competitor is cheaper.', 'medium', true),
        ('New 90-day price', 'Any observed product: the price reaches a new 90-day low or high, with at least 14 of those days known; again that day the other way.', 'low', true)
    $$,
    'the default tenant hears of every observed product'
);
insert into app.tenants (tenant_id, name) values ('00000000-0000-0000-0000-0000000000b1', 'other');
select is((select count(*) from core.alert_rules as r where r.tenant_id = '00000000-0000-0000-0000-0000000000b1' and r.scope_type = 'tracked'), 8::bigint, 'another of what it tracks');
delete from core.alert_rules where tenant_id = '00000000-0000-0000-0000-0000000000b1' and name = 'Rank';
update core.alert_rules set threshold_pct = 50 where tenant_id = '00000000-0000-0000-0000-0000000000b1' and name = 'Price';
select app.add_default_rules('00000000-0000-0000-0000-0000000000b1');
select is((select r.threshold_pct from core.alert_rules as r where r.tenant_id = '00000000-0000-0000-0000-0000000000b1' and r.name = 'Price'), 50::numeric, 'a rule that is there stays as it is');
select is((select count(*) from core.alert_rules as r where r.tenant_id = '00000000-0000-0000-0000-0000000000b1'), 8::bigint, 'one that is not comes back');
select is_empty('table ops.dirty_rules', 'none of them looks at what holds already');
select throws_ok($$select app.add_default_rules('00000000-0000-0000-0000-0000000000b9')$$, '23503', null, 'nobody has no rules');

select * from finish();
rollback;
