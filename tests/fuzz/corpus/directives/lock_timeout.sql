-- sqlmig: lock-timeout 5s
ALTER TABLE a ADD b int;
