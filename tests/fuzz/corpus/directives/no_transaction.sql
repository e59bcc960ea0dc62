-- sqlmig: no-transaction
VACUUM;
