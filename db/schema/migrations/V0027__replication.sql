-- Functions alone: the doctor looks at standbys and replication slots, and caches are cleared when a copy of the database is claimed.
select 1;
