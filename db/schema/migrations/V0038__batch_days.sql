-- Functions alone: alert rules judge the days of a batch before they look earlier days up, and corrections of many products
-- compare each alert with the changes of its own product.
select 1;
