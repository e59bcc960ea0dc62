CREATE TABLE stock_levels (
  product_id bigint PRIMARY KEY REFERENCES products (id) ON DELETE CASCADE,
  on_hand    integer NOT NULL DEFAULT 0 CHECK (on_hand >= 0),
  reorder_at integer NOT NULL DEFAULT 10 CHECK (reorder_at >= 0)
);

-- Every product that is there already starts with an empty shelf.
INSERT INTO stock_levels (product_id) SELECT id FROM products;
