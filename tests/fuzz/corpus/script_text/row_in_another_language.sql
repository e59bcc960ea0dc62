COPY a, b, Zeile 1, Spalte a: »x«
COPY t FROM STDIN;
1
2
\.
