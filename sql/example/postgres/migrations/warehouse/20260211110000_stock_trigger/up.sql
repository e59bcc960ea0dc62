-- An order takes its items off the shelf. The CHECK on stock_levels refuses to sell what is not
-- there.
CREATE FUNCTION lower_stock() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  UPDATE stock_levels
     SET on_hand = on_hand - NEW.quantity
   WHERE product_id = NEW.product_id;
  RETURN NULL;  -- ignored after the event
END;
$$;

CREATE TRIGGER order_items_lower_stock
AFTER INSERT ON order_items
FOR EACH ROW EXECUTE FUNCTION lower_stock();
