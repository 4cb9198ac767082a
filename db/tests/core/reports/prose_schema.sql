begin;
set local search_path to extensions, public;
\ir ../../support/prose.psql
set local role asinmart_owner;
select plan(2);

select is(
    core.prose_schema('{price}') #> '{properties,sections}',
    '{
        "type": "object", "required": ["price"], "additionalProperties": false,
        "properties": {
            "price": {
                "type": "array", "items": {
                    "type": "object", "required": ["template"], "additionalProperties": false, "properties": {"template": {"type": "string"}}
                }
            }
        }
    }', 'each section is required, and a list of templates'
);
select is(core.prose_schema('{}') #> '{properties,sections,properties}', '{}', 'a report without sentences asks for none');

select * from finish();
rollback;
