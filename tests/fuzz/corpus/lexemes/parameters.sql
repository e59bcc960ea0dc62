$1 $12a :name @name $name #1 ? ?12 $a::b $a(b--c) $a(b c) : ::x
