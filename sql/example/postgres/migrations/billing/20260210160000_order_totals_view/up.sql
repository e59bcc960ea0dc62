-- What each order is worth, and how much of that has been invoiced.
CREATE VIEW order_totals AS
SELECT o.id AS order_id,
       o.customer_id,
       coalesce(items.total_cents, 0) AS total_cents,
       coalesce(i.amount_cents, 0) AS invoiced_cents
  FROM orders AS o
  LEFT JOIN (SELECT order_id, sum(quantity * unit_price_cents) AS total_cents
               FROM order_items
              GROUP BY order_id) AS items ON items.order_id = o.id
  LEFT JOIN invoices AS i ON i.order_id = o.id;
