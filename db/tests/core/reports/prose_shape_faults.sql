begin;
set local search_path to extensions, public;
\ir ../../support/prose.psql
set local role asinmart_owner;
select plan(3);

create function pg_temp.codes(p_answer jsonb, p_sections text[] default '{position}') returns text language sql as $$
    select string_agg(f.code, ' ' order by f.code) from core.prose_shape_faults(p_answer, p_sections) as f
$$;
select is(pg_temp.codes(pg_temp.answer('x')), null, 'what was asked for has no fault');
select results_eq(
    $$
        select pg_temp.codes(j.answer)
        from (
            values
                (1, null::jsonb), (2, 'null'), (3, '[]'), (4, '"x"'), (5, '{"sections": []}'), (6, '{"sections": {"position": [{"template": "x"}]}, "note": 1}'),
                (7, '{"sections": {}}'), (8, '{"sections": {"position": []}}'), (9, '{"sections": {"position": "x"}}'),
                (10, '{"sections": {"position": [{"template": "x"}], "price": []}}'), (11, '{"sections": {"position": ["x"]}}'),
                (12, '{"sections": {"position": [{"template": 1}]}}'), (13, '{"sections": {"position": [{"template": "x", "text": "5"}]}}')
        ) as j (place, answer)
        order by j.place
    $$,
    array['not_as_asked', 'not_as_asked', 'not_as_asked', 'not_as_asked', 'not_as_asked', 'not_as_asked', 'section_missing', 'section_missing',
        'section_missing', 'not_as_asked', 'not_as_asked', 'not_as_asked', 'not_as_asked'],
    'anything else has one'
);
select results_eq(
    $$select pg_temp.codes(pg_temp.answer(repeat('x', 300))), pg_temp.codes(pg_temp.answer(repeat('x', 301))),
        pg_temp.codes(pg_temp.answer(variadic array_fill('x'::text, '{20}'))), pg_temp.codes(pg_temp.answer(variadic array_fill('x'::text, '{21}')))$$,
    $$values (null::text, 'too_long', null::text, 'too_long')$$, 'length has a limit'
);

select * from finish();
rollback;
