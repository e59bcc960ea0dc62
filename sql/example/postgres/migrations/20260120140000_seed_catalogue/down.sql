-- Only what the up inserted. A product that somebody has ordered stops this: its foreign key does.
DELETE FROM products
 WHERE sku IN ('TEA-GREEN-100', 'TEA-BLACK-100', 'COFFEE-250', 'CUP-BLUE', 'POT-CAST-IRON');
