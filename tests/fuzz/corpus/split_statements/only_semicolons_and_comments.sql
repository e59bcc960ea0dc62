;;
-- nothing
/* nothing */;