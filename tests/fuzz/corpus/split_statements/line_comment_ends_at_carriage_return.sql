SELECT 1 -- c; ; SELECT 2;
-- d
SELECT 3;