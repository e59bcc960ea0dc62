CREATE TABLE customers (
  id         INTEGER PRIMARY KEY,
  email      TEXT NOT NULL COLLATE NOCASE UNIQUE CHECK (email LIKE '%_@_%'),
  name       TEXT NOT NULL CHECK (name <> ''),
  created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
) STRICT;

CREATE TABLE products (
  id          INTEGER PRIMARY KEY,
  sku         TEXT NOT NULL UNIQUE CHECK (sku <> ''),
  name        TEXT NOT NULL CHECK (name <> ''),
  price_cents INTEGER NOT NULL CHECK (price_cents >= 0)
) STRICT;
