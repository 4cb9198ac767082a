-- Functions and triggers have names that say what they do. The folders of functions make the new ones; here the old ones go.
alter table core.alert_rules rename column move_key to change_key;
comment on column core.alert_rules.change_key is 'The kind of change that the rule watches, as core.find_observation_changes names it.';

drop trigger if exists note on core.alert_rules;
drop trigger if exists forget on core.alert_rules;
drop trigger if exists remember on core.alert_rules;
drop trigger if exists forget on app.tenants;

drop function if exists app.tg_tenants__forget();
drop function if exists core.alert_words(text, text, text, smallint, integer, numeric, numeric, numeric, text, text, text);
drop function if exists core.decide_matches(timestamptz, date, boolean);
drop function if exists core.find_spans();
drop function if exists core.is_absurd(numeric, numeric, numeric);
drop function if exists core.is_beyond(numeric, numeric, numeric, numeric);
drop function if exists core.judge_rule_days(boolean, text, timestamptz);
drop function if exists core.least_asked();
drop function if exists core.look_back();
drop function if exists core.note_list_moves(boolean);
drop function if exists core.note_listing_moves();
drop function if exists core.note_rule_moves(boolean);
drop function if exists core.note_undercut_moves(boolean);
drop function if exists core.note_window_moves(boolean);
drop function if exists core.passed_extreme(numeric, numeric, numeric);
drop function if exists core.scoped_moves(boolean);
drop function if exists core.settle_withdrawn();
drop function if exists core.take_asked_moves();
drop function if exists core.take_rule_variant(core.alert_rules, jsonb);
drop function if exists core.take_rules(bigint[]);
drop function if exists core.tg_alert_rules__forget();
drop function if exists core.tg_alert_rules__note();
drop function if exists core.tg_alert_rules__remember();
drop function if exists core.threshold_words(core.alert_rules);
drop function if exists core.were_told(date, date);
drop function if exists core.worded_matches(text);
drop function if exists ops.note_range(date, date);
drop function if exists ops.note_step(text, text, text, text, timestamptz);
drop function if exists ops.open_from();
drop function if exists ops.put_back_runs(bigint, text[]);
drop function if exists ops.settle_detached(timestamptz);
drop function if exists ops.settle_replay(core.ingest_runs, ops.promotion_result, integer, integer, jsonb);
drop function if exists ops.settle_run(core.ingest_runs, integer, integer, integer, integer, jsonb, jsonb);
drop function if exists ops.take_dirty_days(text);
drop function if exists ops.take_dirty_pairs();
drop function if exists ops.take_dirty_products();
drop function if exists staging_raw.adapt_carefully(core.ingest_runs, text, integer[], timestamptz, text);
drop function if exists staging_raw.settle_observations();
drop function if exists staging_raw.adapt_carefully(core.ingest_runs, text, integer, timestamptz, text);
drop function if exists staging_raw.check_observation(
    staging_raw.observation, text, text, text, text, timestamptz, timestamptz, text
);
drop function if exists staging_raw.date_order(core.ingest_runs);
drop function if exists staging_raw.parse_cell(text);
