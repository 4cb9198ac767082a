-- JSON schema of the answer, in the strict form: every section is required, no other key is allowed.
create or replace function core.prose_schema(p_sections text[])
returns jsonb
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
        'type', 'object', 'additionalProperties', false, 'required', jsonb_build_array('sections'),
        'properties', jsonb_build_object(
            'sections', jsonb_build_object(
                'type', 'object', 'additionalProperties', false, 'required', to_jsonb(p_sections),
                'properties', (
                    select coalesce(
                        jsonb_object_agg(
                            s.section, jsonb_build_object(
                                'type', 'array', 'items', jsonb_build_object(
                                    'type', 'object', 'additionalProperties', false, 'required', jsonb_build_array('template'),
                                    'properties', jsonb_build_object('template', jsonb_build_object('type', 'string'))
                                )
                            )
                        ), '{}'
                    )
                    from unnest(p_sections) as s (section)
                )
            )
        )
    );
$$;
comment on function core.prose_schema(text[]) is 'JSON schema of a language model''s answer: these sections, each a list of {"template"}.';
