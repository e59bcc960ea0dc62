/* a */ /* b
*/ -- sqlmig: no-transaction
