COPY t, line 2, column a: "x"
SELECT 1;
COPY t FROM STDIN;
1	it's
2	\N
\.
SELECT 2;
