begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
\ir ../../support/recommendations.psql
select plan(11);

select pg_temp.dear_market();
select pg_temp.renew('2025-03-31 20:00+00');
create function pg_temp.set_status(p_status text, p_now timestamptz default '2025-04-01 20:00+00') returns void language sql as $$
    update core.recommendation_actions as a
    set status = p_status, decided_at = p_now, applied_at = case when p_status = 'applied' then p_now end
$$;
create function pg_temp.reachable(p_path text[]) returns text language plpgsql as $$
declare
    v_status text;
    v_reached text := '';
begin
    foreach v_status in array array['approved', 'applied', 'rejected', 'superseded'] loop
        begin
            for n in 1 .. coalesce(cardinality(p_path), 0) loop
                perform pg_temp.set_status(p_path[n]);
            end loop;
            perform pg_temp.set_status(v_status, '2025-04-02 20:00+00');
            v_reached := v_reached || ' ' || v_status;
            raise exception using errcode = 'AM000';
        exception
            when sqlstate 'AM000' then
                null;
            when sqlstate 'AM409' then
                null;
        end;
    end loop;
    return ltrim(v_reached);
end;
$$;
select is(pg_temp.reachable(null), 'approved rejected superseded', 'a pending action is approved, rejected or superseded');
select is(pg_temp.reachable(array['approved']), 'applied rejected', 'an approved one is applied or rejected');
select is(pg_temp.reachable(array['approved', 'applied']), '', 'an applied one is final');
select is(pg_temp.reachable(array['rejected']), '', 'so is a rejected one');
select is(pg_temp.reachable(array['superseded']), '', 'and a superseded one');
select throws_ok(
    $$update core.recommendation_actions set status = 'applied', applied_at = now(), decided_at = now()$$, 'AM409', null, 'nothing is applied before it is approved'
);
select throws_ok(
    $$update core.recommendation_actions set proposed_value = '1'$$, 'AM409', format('what action %s proposes is final', (select max(a.id) from core.recommendation_actions as a)),
    'what was proposed stays'
);
select throws_ok('delete from core.recommendation_actions', 'AM409', null, 'an action is not deleted');
select throws_ok(
    $$update core.recommendation_actions set status = 'approved'$$, '23514', null, 'a decision has its time'
);
select lives_ok('update core.recommendation_actions set status = status', 'the state that it has is no change');
select pg_temp.set_status('approved');
select throws_ok(
    $$update core.recommendation_actions set decided_at = '2025-05-01'$$, 'AM409', null, 'times do not move without a decision'
);

select * from finish();
rollback;
