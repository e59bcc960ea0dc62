DROP TRIGGER order_items_lower_stock;
