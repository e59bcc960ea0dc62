SELECT a<=b, 1.5, 'a'
'b';
=====
SELECT a< =b, 1 .5, 'a' 'b';
