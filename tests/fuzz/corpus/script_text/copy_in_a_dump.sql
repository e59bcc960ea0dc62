COPY t, line 2, column a: "x"
\restrict a
COPY public.t (a) FROM stdin;
\restrict b
\.
SELECT 1;
\unrestrict a
