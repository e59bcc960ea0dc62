\restrict a
SELECT 1;
\unrestrict a
=====
\restrict b
SELECT 1;
\i c
