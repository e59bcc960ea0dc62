SELECT 1;
COPY t FROM STDIN;
-- sqlmig: no-transaction
\.
-- sqlmig: foreign-keys off
