-- Whether the one who changes something has seen it as it is: p_if_match holds the ETags it names, the MD5 of bodies.
-- Raises AM412 when it is none of them.
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
comment on function api.check_match(text, text, text[]) is 'Raises AM412 unless one of the ETags, where any are given, is that of the body as it stands.';
grant execute on function api.check_match(text, text, text[]) to asinmart_api;
