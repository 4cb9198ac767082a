# shellcheck shell=bash disable=SC2034,SC2154
# Start a server with asinmart, pg_cron and an archive of WAL
make_server original
start_server
as_superuser <<'SQL'
\getenv password ASINMART_SUPERUSER_PASSWORD
alter role current_user password :'password';
SQL
tool_begin
run_migrate

# The market of two days in turn: day B's changes raise alerts, and so do day C's. Batch C repeats what batch B has.
make_market() {
    local last
    last=$(date -u -d "9 hours ago $1 days ago" +%F)
    (cd "$root" && logged "$log" "$venv/bin/python" -m demo.market --out "$state/market/$2" --products 200 --days 30 --until "$last")
}
rm -rf "$state/market"
make_market 1 b
make_market 0 c
gzip -dc "$state/market/b/history.jsonl.gz" >"$state/market/a.jsonl"
gzip -dc "$state/market/b/next-day.jsonl.gz" >"$state/market/b.jsonl"
gzip -dc "$state/market/b/next-day.jsonl.gz" "$state/market/c/next-day.jsonl.gz" >"$state/market/c.jsonl"

# Alerts go to a channel that cannot be reached, so that a message that is not held back is seen to be tried.
sql <<SQL
\copy core.competitor_links (asin_main, asin_comp, marketplace) from '$state/market/b/competitors.csv' with (format csv, header)
with channel as (
    insert into app.notification_channels (tenant_id, name, channel_type, target, secret)
    select t.tenant_id, 'drill', 'webhook', 'https://receiver.invalid/', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
    from app.tenants as t where t.name = 'default'
    returning id, tenant_id
)
insert into core.alert_rule_channels (rule_id, channel_id, tenant_id)
select r.id, c.id, c.tenant_id from channel as c inner join core.alert_rules as r on r.tenant_id = c.tenant_id;
SQL
note "port $postgres_port, in $data"
