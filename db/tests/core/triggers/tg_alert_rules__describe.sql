begin;
set local search_path to extensions, public;
set local role asinmart_owner;
\ir ../../support/rules.psql
select plan(6);

select pg_temp.rule('rule', 'price', '{"threshold_pct": 5}');
select is((select r.sentence from core.alert_rules as r where r.name = 'rule'), 'Any observed product: the price changes by more than 5 % against the previous observation; again on the same day at three times the threshold or in the other direction.', 'a new rule gets its sentence');
update core.alert_rules set sentence = 'Anything.' where name = 'rule';
select is((select r.sentence ~ '^Any observed' from core.alert_rules as r where r.name = 'rule'), true, 'the sentence cannot be set');
update core.alert_rules set threshold_pct = 6 where name = 'rule';
select is((select r.sentence ~ 'more than 6 %' from core.alert_rules as r where r.name = 'rule'), true, 'a changed rule gets another sentence');
create temp table before as select r.updated_at from core.alert_rules as r where r.name = 'rule';
select is((select b.updated_at > now() from before as b), true, 'a changed rule has the time of the change');
update core.alert_rules set threshold_pct = 6, name = 'rule' where name = 'rule';
select is((select r.updated_at from core.alert_rules as r where r.name = 'rule'), (select b.updated_at from before as b), 'an unchanged rule keeps its time');
update core.alert_rules set severity = 'low' where name = 'rule';
select ok((select r.updated_at from core.alert_rules as r where r.name = 'rule') > (select b.updated_at from before as b), 'another severity is a change');

select * from finish();
rollback;
