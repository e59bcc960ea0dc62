COPY BINARY s.from (a) FROM STDOUT WHERE a > (1);
\\.
 \.
\.x
\.
COPY (SELECT a FROM stdin) TO STDOUT;
COPY t FROM 'f' WHERE a IS DISTINCT FROM stdin;
COPY t TO stdin;
