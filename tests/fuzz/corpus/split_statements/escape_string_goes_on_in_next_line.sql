SELECT E'a' -- c
 'b\';c' ; SELECT 2;