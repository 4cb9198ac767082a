-- Allow one promotion or refresh at a time, in any session: runs are promoted in order, and data versions commit in
-- order. The lock is held until the transaction ends; the session that holds it may take it again. Waits up to
-- lock_timeout. When p_wait is false and another session holds the lock, raises AM409 and names that session.
create or replace function ops.lock_promotion(p_wait boolean)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
    if p_wait then
        lock table ops.promotion_lock in exclusive mode;
        return;
    end if;
    begin
        lock table ops.promotion_lock in exclusive mode nowait;
    exception when lock_not_available then
        raise exception 'another session is changing core and mart%', coalesce(': ' || ops.promotion_holder(), '')
            using errcode = 'AM409', hint = 'Wait for it to end; ops.doctor() says when it takes too long.';
    end;
end;
$$;
comment on function ops.lock_promotion(boolean) is 'Takes the lock under which core and mart are changed.';
