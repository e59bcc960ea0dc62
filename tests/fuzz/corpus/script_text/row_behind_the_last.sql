COPY t, line 3
COPY t FROM STDIN;
1
2
\.
