-- sqlmig: no-transaction
VACUUM;
