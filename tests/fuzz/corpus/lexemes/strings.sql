'a''b' E'a\'b' U&'a' x'1F' b'01' n'a' $$a$$ $x$ $$ $x$ "a""b" [c] `d`
