-- The meaning of a text in staging_raw.phrases; null when no phrase matches. Texts repeat, so the whole text is looked
-- up first, as it is and in its normal form; only then are phrases tried that occur inside a text. When several match,
-- any other meaning precedes "in stock", because "not in stock" contains both.
create or replace function staging_raw.phrase_meaning(p_kind text, p_text text)
returns text
language plpgsql
stable
strict
parallel safe
as $$
declare
    v_text text := translate(lower(btrim(p_text, ' .')), '123456789', '000000000');
    v_normal text;
    v_words text[];
    v_meaning text;
begin
    select p.meaning into v_meaning from staging_raw.phrases as p where p.kind = p_kind and p.phrase = v_text;
    if v_meaning is not null then
        return v_meaning;
    end if;
    v_normal := staging_raw.normal_phrase(left(p_text, 1000));
    if v_normal <> v_text then
        v_text := v_normal;
        select p.meaning into v_meaning from staging_raw.phrases as p where p.kind = p_kind and p.phrase = v_text;
        if v_meaning is not null then
            return v_meaning;
        end if;
    end if;
    v_words := string_to_array(v_text, ' ');
    if v_text ~ U&'[\3040-\30FF\4E00-\9FFF]' then
        v_words := v_words || string_to_array(v_text, null);
    end if;
    v_text := ' ' || v_text || ' ';
    select p.meaning into v_meaning
    from staging_raw.phrases as p
    where p.kind = p_kind and p.anchor = any (v_words) and v_text like p.pattern
    order by p.meaning = 'in_stock', p.meaning
    limit 1;
    return v_meaning;
end;
$$;
comment on function staging_raw.phrase_meaning(text, text) is 'Meaning of a text by the phrases of a kind; null when none matches.';
