-- US dollars for tokens, by the prices in ops.settings, to the millionth.
create or replace function ops.report_prose_cost(
    p_input_tokens bigint,
    p_output_tokens bigint
)
returns numeric
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select round(
        (
            p_input_tokens * ops.setting('report_prose_input_price')::numeric
            + p_output_tokens * ops.setting('report_prose_output_price')::numeric
        ) / 1000000,
        6
    );
$$;
comment on function ops.report_prose_cost(bigint, bigint) is 'US dollars for tokens that a language model reads and writes.';
