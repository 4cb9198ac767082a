-- Failure that the fields of an item state; null when there is none. A status counts as a failure unless it is a known
-- word of success: staging_raw.phrases (kind status) has those words, including the statuses of the plain form. A code
-- counts from 400 on, and 0 when there was no answer. The name of a flag or error counts as well: "captcha": true.
create or replace function staging_raw.stated_failure(p_item jsonb)
returns text
language plpgsql
stable
strict
parallel safe
as $$
declare
    v_key text;
    v_value text;
    v_known text;
    v_words text;
    v_is_failed boolean := false;
    v_status constant text[] := array[
        'status', 'statusMessage', 'status_message', 'statusText', 'fetch_status', 'fetchStatus', 'scrape_status', 'scrapeStatus',
        'crawl_status', 'crawlStatus', 'request_status', 'requestStatus'
    ];
    v_code constant text[] := array[
        'statusCode', 'status_code', 'httpStatus', 'http_status', 'httpCode', 'http_code', 'httpStatusCode', 'http_status_code',
        'responseCode', 'response_code'
    ];
    v_success constant text[] := array['success', 'succeeded', 'isSuccess', 'is_success'];
    v_error constant text[] := array[
        'error', 'errors', '#error', 'errorMessage', 'error_message', 'errorMessages', 'errorInfo', 'errorDescription', 'errorCode',
        'error_code', 'errorType', 'error_type', 'exception', 'failed', 'failure', 'failureReason', 'failure_reason', 'hasError',
        'has_error', 'isError', 'is_error', 'captcha', 'isCaptcha', 'is_captcha', 'hasCaptcha', 'has_captcha', 'captchaDetected',
        'captcha_detected', 'blocked', 'isBlocked', 'is_blocked', 'notFound', 'not_found', 'error_msg', 'scrape_error'
    ];
begin
    if jsonb_typeof(p_item) <> 'object' then
        return null;
    end if;
    foreach v_key in array case when p_item ?| v_status then v_status else '{}' end loop
        v_value := staging_raw.parse_text(p_item ->> v_key);
        continue when v_value is null or v_value = 'ok';
        if jsonb_typeof(p_item -> v_key) = 'object' then
            v_value := coalesce(p_item -> v_key ->> 'code', p_item -> v_key ->> 'status', p_item -> v_key ->> 'message', v_value);
        end if;
        continue when v_value in ('1', '1.0') or v_value ~* '^(http(/[0-9.]+)? ?)?(2[0-9][0-9]|304)([.]0)?( ?-? ?(ok|created|accepted|not modified))?$';
        v_known := staging_raw.phrase_meaning('status', v_value);
        if v_known in ('blocked', 'delisted', 'parse_error') then
            return v_known;
        end if;
        continue when v_known = 'success';
        v_is_failed := true;
        v_words := concat_ws(' ', v_words, v_key, v_value);
    end loop;
    foreach v_key in array case when p_item ?| v_code then v_code else '{}' end loop
        v_value := substring(p_item ->> v_key from '^ *(-?[0-9]{1,5})(?![0-9])');
        -- A code field may contain an error name instead of a number: "ETIMEDOUT".
        if v_value::integer >= 400 or v_value::integer <= 0
            or v_value is null and p_item ->> v_key ~ '[A-Za-z]' and p_item ->> v_key !~ '[0-9]'
            and staging_raw.parse_text(p_item ->> v_key) is not null
            and staging_raw.phrase_meaning('status', p_item ->> v_key) is distinct from 'success' then
            v_is_failed := true;
            v_words := concat_ws(' ', v_words, v_key, coalesce(v_value, p_item ->> v_key));
        end if;
    end loop;
    foreach v_key in array case when p_item ?| v_success then v_success else '{}' end loop
        v_is_failed := v_is_failed or coalesce(not staging_raw.parse_boolean(p_item ->> v_key), false);
    end loop;
    foreach v_key in array case when p_item ?| v_error then v_error else '{}' end loop
        v_value := staging_raw.parse_text(p_item ->> v_key);
        continue when v_value is null
            or not coalesce(staging_raw.parse_boolean(v_value), true)
            or v_value in ('[""]', '[null]')
            or staging_raw.phrase_meaning('status', v_value) = 'success'
                and lower(v_value) not in ('true', 'yes', 'found', 'redirected', 'redirect');
        v_is_failed := true;
        v_words := concat_ws(' ', v_words, v_key, v_value);
    end loop;
    if v_is_failed then
        v_known := staging_raw.failure_status(concat_ws(
            ' ', v_words, p_item ->> 'message', p_item ->> 'reason',
            p_item -> '#debug' ->> 'errorMessages', p_item -> '#debug' ->> 'statusCode'
        ));
        return coalesce(
            nullif(v_known, 'parse_error'), staging_raw.title_failure(staging_raw.parse_text(p_item ->> 'title')), 'parse_error'
        );
    end if;
    return null;
end;
$$;
comment on function staging_raw.stated_failure(jsonb) is 'blocked, delisted or parse_error, from the status, code, flag and error fields of an item; null without a failure.';
