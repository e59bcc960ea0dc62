-- about

--sqlmig:foreign-keys off
SELECT 1;
