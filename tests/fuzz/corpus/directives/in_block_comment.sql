/*
-- sqlmig: no-transaction
*/
SELECT 1;
