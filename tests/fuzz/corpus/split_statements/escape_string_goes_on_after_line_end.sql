SELECT E'a'
  'b\';c''d''\';' ; SELECT 2;