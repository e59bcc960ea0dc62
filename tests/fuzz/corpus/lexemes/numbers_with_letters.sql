SELECT 1a, 1e-, 1.5ex, $1a, 1e'a';
