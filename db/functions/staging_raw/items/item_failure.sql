-- Status of a failed fetch: blocked, delisted or parse_error, from any status, code, flag or error of the item, or from
-- the title of a page without price, rating and rank; null when the item reports no failure.
-- Names with other meanings (state, code, message) count only when no price was read. Then the price and the
-- availability are also searched for the words of a failed page, and an item with nothing but its address counts as an
-- unread page.
-- Called for every item: most items need one test of keys.
create or replace function staging_raw.item_failure(p_payload jsonb)
returns text
language sql
stable
parallel safe
as $$
    select case
        when p_payload ?| array[
            'status', 'statusMessage', 'status_message', 'statusText', 'fetch_status', 'fetchStatus',
            'scrape_status', 'scrapeStatus', 'crawl_status', 'crawlStatus', 'request_status', 'requestStatus',
            'statusCode', 'status_code', 'httpStatus', 'http_status', 'httpCode', 'http_code', 'httpStatusCode',
            'http_status_code', 'responseCode', 'response_code', 'success', 'succeeded', 'isSuccess', 'is_success',
            'error', 'errors', '#error', 'errorMessage', 'error_message', 'errorMessages', 'errorInfo',
            'errorDescription', 'errorCode', 'error_code', 'errorType', 'error_type', 'exception', 'failed',
            'failure', 'failureReason', 'failure_reason', 'hasError', 'has_error', 'isError', 'is_error', 'captcha',
            'isCaptcha', 'is_captcha', 'hasCaptcha', 'has_captcha', 'captchaDetected', 'captcha_detected',
            'blocked', 'isBlocked', 'is_blocked', 'notFound', 'not_found', 'error_msg', 'scrape_error'
        ] and staging_raw.stated_failure(p_payload) is not null then staging_raw.stated_failure(p_payload)
        when (p_payload -> 'price' in (
            'null', '""', '"captcha"', '"Captcha"', '"CAPTCHA"', '"error"', '"Error"', '"ERROR"', '"blocked"', '"Blocked"', '"BLOCKED"',
            '"Robot Check"', '"Access denied"', '"Access Denied"', '"Not found"', '"Not Found"'
        )) is not false then staging_raw.unpriced_failure(p_payload)
    end;
$$;
comment on function staging_raw.item_failure(jsonb) is 'blocked, delisted or parse_error when an item reports a failed fetch; null when it does not.';
