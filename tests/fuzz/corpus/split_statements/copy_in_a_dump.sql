\restrict a
COPY public.t (a) FROM stdin;
\restrict b
\.
SELECT 1;
\unrestrict a
