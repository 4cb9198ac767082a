-- Functions of earlier versions that no file makes any more. An upgraded database then has the same objects as a new one.
drop function if exists staging_raw.adapt_statement(text);
