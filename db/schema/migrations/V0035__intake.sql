-- Functions alone: items are adapted with the shops read once a statement.
select 1;
