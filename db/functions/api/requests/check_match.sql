-- Checks that the caller of a change has seen the current state: p_if_match holds the ETags of its If-Match, which are
-- MD5 hashes of bodies; null skips the check. Raises AM412 when none of them is the hash of p_body.
create or replace function api.check_match(
    p_subject text,
    p_body text,
    p_if_match text[]
)
returns void
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
    if md5(p_body) <> all (p_if_match) then
        raise exception '% was changed since you read it', p_subject
            using errcode = 'AM412', hint = 'Read it again and send the change with the new ETag in If-Match.';
    end if;
end;
$$;
comment on function api.check_match(text, text, text[]) is 'Raises AM412 when ETags are given and none is that of the current body.';
grant execute on function api.check_match(text, text, text[]) to asinmart_api;
