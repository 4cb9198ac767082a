# shellcheck shell=bash disable=SC2034,SC2154
# The checkout's own Redis: a cache, with a password because loopback is open to every local user.

ask_redis() { REDISCLI_AUTH=$ASINMART_REDIS_PASSWORD timeout 3 redis-cli -h 127.0.0.1 -p "$redis_port" "$@" 2>/dev/null; }

redis_running() { [[ $(ask_redis ping) == PONG ]]; }

start_redis() {
    if redis_running; then
        return
    fi
    redis_port=$(free_port redis "$redis_port")
    say redis "starting on port $redis_port"
    (
        umask 077
        # A cache: it saves nothing for the next start.
        cat >"$state/redis/redis.conf" <<CONF
bind 127.0.0.1
port $redis_port
requirepass $ASINMART_REDIS_PASSWORD
dir "$state/redis"
logfile "$state/log/redis.log"
daemonize yes
databases 64
save ""
maxmemory 256mb
maxmemory-policy allkeys-lru
CONF
    )
    logged "$state/log/redis.log" redis-server "$state/redis/redis.conf"
    wait_until 60 redis_running || fail "Redis does not answer: $(tail -n 1 "$state/log/redis.log")"
}

stop_redis() {
    [[ -f $state/redis/redis.conf ]] || return 0
    if redis_running; then
        ask_redis shutdown nosave || true
        say redis stopped
    fi
}
