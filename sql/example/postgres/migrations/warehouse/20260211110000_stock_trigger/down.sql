DROP TRIGGER order_items_lower_stock ON order_items;
DROP FUNCTION lower_stock();
