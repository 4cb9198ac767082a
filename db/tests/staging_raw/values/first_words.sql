begin;
set local search_path to extensions, public;
select plan(3);

select ok(staging_raw.first_words('title') ?& array['sorry', 'page'], 'the first words of a kind are keys');
select ok(not staging_raw.first_words('title') ? 'visit', 'those of other kinds are not');
select is(staging_raw.first_words('no such kind'), '{}'::jsonb, 'a kind without phrases has no words');

select * from finish();
rollback;
