SELECT '
-- sqlmig: no-transaction
';
