-- sqlmig: lock-timeout 500ms
--sqlmig:statement-timeout	10min
SELECT 1;
