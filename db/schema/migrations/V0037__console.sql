-- The console. The API states intervals of shares, by the function that defines them.
grant usage on schema definitions to asinmart_api;

-- Answers have members that the kept ones lack. A new database has neither answers nor functions yet.
do $$
begin
    if to_regprocedure('ops.clear_caches(timestamptz)') is not null then
        perform ops.clear_caches(now());
    end if;
end;
$$;
