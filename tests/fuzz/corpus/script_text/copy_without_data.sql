COPY t, line 2, column a: "x"
COPY t FROM STDIN;
\.
COPY t FROM STDIN;
\.
SELECT 1;