SELECT 1;
-- sqlmig: no-transaction
