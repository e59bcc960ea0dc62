CREATE TABLE invoices (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  order_id     bigint NOT NULL UNIQUE REFERENCES orders (id),
  number       text NOT NULL UNIQUE CHECK (number LIKE 'INV-%'),
  amount_cents bigint NOT NULL CHECK (amount_cents >= 0),
  issued_at    timestamptz NOT NULL DEFAULT now(),
  paid_at      timestamptz CHECK (paid_at >= issued_at)
);

CREATE INDEX invoices_unpaid_idx ON invoices (issued_at) WHERE paid_at IS NULL;
