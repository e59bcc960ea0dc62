-- sqlmig: statement-timeout 0
SELECT 1;
