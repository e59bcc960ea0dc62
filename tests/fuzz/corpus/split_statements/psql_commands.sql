\restrict abc
SELECT 1;
\i other.sql
SELECT 2 \gexec
;
\unrestrict abc
