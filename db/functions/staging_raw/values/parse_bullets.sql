create or replace function staging_raw.parse_bullets(p_bullets jsonb)
returns jsonb
language plpgsql
immutable
strict
parallel safe
as $$
begin
    if jsonb_typeof(p_bullets) <> 'array' or p_bullets = '[]' then
        return null;
    end if;
    if not jsonb_path_exists(p_bullets, '$[*] ? (@.type() != "string" || @ == "")') then
        return p_bullets;
    end if;
    return (
        select jsonb_agg(e.bullet order by e.place)
        from jsonb_array_elements(p_bullets) with ordinality as e (bullet, place)
        where jsonb_typeof(e.bullet) = 'string' and e.bullet <> '""'
    );
end;
$$;
comment on function staging_raw.parse_bullets(jsonb) is 'Array of the texts in an array; null without any.';
