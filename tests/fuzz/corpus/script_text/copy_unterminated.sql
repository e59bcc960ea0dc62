COPY t, line 2, column a: "x"
SELECT 1; COPY t FROM STDIN;
1
2
