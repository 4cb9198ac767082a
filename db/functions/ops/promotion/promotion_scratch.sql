-- Temporary tables of one promotion, empty; made once a session and emptied at each commit. Temporary and not ordinary ones:
-- no WAL, no vacuum, and a long pg_dump cannot hold them.
-- Raises AM403 when a caller put a table of its own there: definer functions must not run its triggers.
create or replace function ops.promotion_scratch()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_foreign name;
begin
    select c.relname into v_foreign
    from pg_catalog.pg_class as c
    where c.relnamespace = pg_my_temp_schema()
        and c.relname in (
            'observations', 'changed_days', 'changed_pairs', 'changed_products', 'changed_lists', 'delta_days', 'withdrawn_observations',
            'evaluated_rules', 'watched_changes', 'rule_days', 'rule_changes', 'rule_matches', 'rule_history', 'rule_states', 'raised_alerts'
        )
        and c.relowner <> current_user::regrole;
    if found then
        raise exception 'this session already has a temporary table %', v_foreign
            using errcode = 'AM403', hint = 'Drop it or use another session.';
    end if;

    if to_regclass('pg_temp.observations') is not null then
        truncate pg_temp.observations, pg_temp.changed_days, pg_temp.changed_pairs,
            pg_temp.changed_products, pg_temp.changed_lists, pg_temp.delta_days, pg_temp.withdrawn_observations,
            pg_temp.evaluated_rules, pg_temp.watched_changes, pg_temp.rule_days, pg_temp.rule_changes, pg_temp.rule_matches, pg_temp.rule_history, pg_temp.rule_states,
            pg_temp.raised_alerts;
        return;
    end if;
    create temp table observations (
        raw_event_id bigint,
        item_no integer,
        source text,
        marketplace text,
        date date,
        reject_code text,
        reject_detail text,
        time_from text,
        shop_from text,
        faults text[],
        like staging_raw.observation
    ) on commit delete rows;
    -- is_new: the day had no daily row before, so no mart can hold a row of it and none is looked for.
    create temp table changed_days (
        asin text,
        marketplace text,
        date date,
        is_new boolean not null default false
    ) on commit delete rows;
    create temp table changed_pairs (
        asin_main text,
        asin_comp text,
        marketplace text
    ) on commit delete rows;
    create temp table changed_products (
        asin text,
        marketplace text
    ) on commit delete rows;
    create temp table delta_days (
        asin text,
        marketplace text,
        date date,
        is_near boolean,
        is_new boolean
    ) on commit delete rows;
    create temp table changed_lists (
        marketplace text,
        category text,
        date date
    ) on commit delete rows;
    create temp table withdrawn_observations (
        asin text,
        marketplace text,
        scraped_at timestamptz,
        date date,
        status text
    ) on commit delete rows;
    perform ops.rule_scratch();
end;
$$;
comment on function ops.promotion_scratch() is 'Makes or empties the temporary tables of a promotion.';
