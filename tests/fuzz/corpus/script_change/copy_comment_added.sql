COPY t FROM STDIN;
it's
\.
=====
COPY t FROM STDIN; -- rows
it's
\.
