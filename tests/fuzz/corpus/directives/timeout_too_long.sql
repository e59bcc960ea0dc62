-- sqlmig: lock-timeout 99999999999999999999d
SELECT 1;
