COPY t FROM STDIN; 'a
1
\.
=====
COPY t FROM STDIN; 'b
1
\.
