COPY t FROM STDIN;
1
\.

COPY u (a, b) FROM stdin WITH (FORMAT csv); -- rows
"a;
b",2
\.
