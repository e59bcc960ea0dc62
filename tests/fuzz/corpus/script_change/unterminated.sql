SELECT 1; /* a
=====
SELECT 1; /* a */ SELECT '
