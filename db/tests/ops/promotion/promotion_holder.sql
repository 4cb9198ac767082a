begin;
set local search_path to extensions, public;
select plan(2);

select is(ops.promotion_holder(), null, 'without a promotion there is no holder');
select ops.lock_promotion(true);
select matches(ops.promotion_holder(), '^process ' || pg_backend_pid() || ' \(.+\)$', 'the session that promotes is named');

select * from finish();
rollback;
