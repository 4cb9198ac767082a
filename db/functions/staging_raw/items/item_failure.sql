-- What an item says of its own fetch: blocked, delisted or parse_error where any status, code, flag or error in it, or the title
-- of a page without price, rating and rank, says that it failed; null where nothing does.
-- Names that may mean other things (state, code, message) count only where no price was read. There words of a failed page are looked
-- for in the price and the availability too, and an item that has nothing but its address is one of a page that was not read.
-- Asked of every item, so what most items need is one test of keys.
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
comment on function staging_raw.item_failure(jsonb) is 'blocked, delisted or parse_error where an item says that its fetch failed; null where it does not.';
