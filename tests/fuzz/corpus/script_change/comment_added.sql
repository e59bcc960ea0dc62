SELECT 1;
=====
-- one
SELECT /* 1 */ 1;
