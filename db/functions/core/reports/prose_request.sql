-- What a language model is asked about a report: messages, the JSON schema of its answer, the most tokens of it. It gets the sentences by
-- rules as a draft, and the claims that they use: ids, meaning, value, the words that agree with the sign. No tools, no other tenant's
-- data. The sections freshness and changes stay as the rules write them.
create or replace function core.prose_request(
    p_report core.competition_reports,
    p_max_tokens integer
)
returns jsonb
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    with drafts as (
        select d.section, jsonb_agg(d.sentence ->> 'template' order by d.place) as templates
        from core.prose_sections(p_report.summary) as d
        group by d.section
    ),
    claims as (
        select c.claim, c.place, d.measure, d.sign, d.better
        from jsonb_array_elements(core.prose_claims(p_report.summary, p_report.evidence)) with ordinality as c (claim, place)
        cross join lateral core.claim_direction(c.claim) as d
    ),
    described as (
        select jsonb_strip_nulls(
            jsonb_build_object(
                'id', c.claim ->> 'id', 'metric', c.claim ->> 'metric', 'meaning', c.claim ->> 'definition', 'unit', c.claim ->> 'unit',
                'value', core.prompt_text(c.claim ->> 'text'), 'product', 'title:' || (c.claim ->> 'asin'),
                'compared_with', 'title:' || (c.claim ->> 'asin_comp'),
                'words', case
                    when c.sign = 0 then '["same"]'::jsonb
                    when c.sign is not null then to_jsonb(array_remove(
                        array[
                            case when c.measure <> 'rank' then case c.sign when 1 then 'more' else 'less' end end,
                            case when c.measure = 'price' then case c.sign when 1 then 'dearer' else 'cheaper' end end,
                            case c.better when 1 then 'better' when -1 then 'worse' end
                        ], null
                    ))
                end
            )
        ) as claim, c.place
        from claims as c
    ),
    lists as (
        select l.name, jsonb_agg(w.word order by w.word) as words
        from (
            values ('more', 'value', 1), ('less', 'value', -1), ('dearer', 'price', 1), ('cheaper', 'price', -1), ('better', 'quality', 1),
                ('worse', 'quality', -1), ('same', 'equal', 0)
        ) as l (name, kind, sign)
        inner join core.prose_words as w on w.kind = l.kind and w.sign = l.sign
        group by l.name
    )
    select jsonb_build_object(
        'messages', jsonb_build_array(
            jsonb_build_object('role', 'system', 'content', core.prose_instructions()),
            jsonb_build_object(
                'role', 'user', 'content', jsonb_build_object(
                    'main_product', 'title:' || p_report.asin_main, 'depth', p_report.depth,
                    'word_lists', (select jsonb_object_agg(l.name, l.words) from lists as l),
                    'claims', (select jsonb_agg(d.claim order by d.place) from described as d),
                    'draft', (select jsonb_object_agg(d.section, d.templates) from drafts as d)
                )::text
            )
        ),
        'max_completion_tokens', p_max_tokens,
        'response_format', jsonb_build_object(
            'type', 'json_schema', 'json_schema', jsonb_build_object(
                'name', 'competition_report', 'strict', true, 'schema', core.prose_schema(array(select d.section from drafts as d))
            )
        )
    );
$$;
comment on function core.prose_request(core.competition_reports, integer) is 'Body of the request to a language model about a report, without the name of the model.';
