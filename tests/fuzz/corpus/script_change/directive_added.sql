VACUUM;
=====
-- sqlmig: no-transaction
VACUUM;
