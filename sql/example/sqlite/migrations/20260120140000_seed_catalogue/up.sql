INSERT INTO products (sku, name, price_cents) VALUES
  ('TEA-GREEN-100',  'Green tea, 100 g',        650),
  ('TEA-BLACK-100',  'Black tea, 100 g',        590),
  ('COFFEE-250',     'Coffee beans, 250 g',     990),
  ('CUP-BLUE',       'Cup, blue glaze',        1450),
  ('POT-CAST-IRON',  'Teapot, cast iron',      5900);
