## A network that does not exist: the same seed gives the same bytes.
$ cleanpath synth --devices 300 --seed 7 one && cleanpath synth -q --devices 300 --seed 7 two && diff -r one two && wc -l <one/inventory.csv
cleanpath: one: 300 devices, 10 walks (seed 7); now: cleanpath audit one
301
$ cleanpath synth -q --devices 300 --seed 8 three; cmp -s one/inventory.csv three/inventory.csv || echo another network
another network
$ cleanpath synth one
cleanpath: one is not empty: nothing is written over
[2]
$ cleanpath synth --devices 0 four
cleanpath: --devices is 0, expected 1 to 1000000
[2]
$ cleanpath audit -q -f csv one --as-of 2026-11-23 | wc -l
301
