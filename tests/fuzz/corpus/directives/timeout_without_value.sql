-- sqlmig: lock-timeout
-- sqlmig: lock-timeout 5
-- sqlmig statement-timeout 2h
SELECT 1;
