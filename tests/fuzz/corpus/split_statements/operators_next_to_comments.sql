SELECT 1+--c;
2; SELECT 3*/*c;*/4; SELECT 5 @- 6;