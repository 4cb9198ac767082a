-- Every product is updated each day. With room on its page the new row needs no index entries.
alter table core.products set (fillfactor = 45);
