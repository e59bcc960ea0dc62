CREATE TABLE invoices (
  id           INTEGER PRIMARY KEY,
  order_id     INTEGER NOT NULL UNIQUE REFERENCES orders (id),
  number       TEXT NOT NULL UNIQUE CHECK (number LIKE 'INV-%'),
  amount_cents INTEGER NOT NULL CHECK (amount_cents >= 0),
  issued_at    TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
  paid_at      TEXT CHECK (paid_at >= issued_at)
) STRICT;

CREATE INDEX invoices_unpaid_idx ON invoices (issued_at) WHERE paid_at IS NULL;
