SELECT 1 \i a;b
\restrict x
SELECT 2;
