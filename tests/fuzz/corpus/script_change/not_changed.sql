-- sqlmig: no-transaction
\i a
SELECT :a, @b -- c
