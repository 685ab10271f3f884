## needs: program python3
## What is told while a case grows is what an answer of that time says, number by number, with names that came before; small cases at random.
$ python3 data/flow/follow_oracle.py 1 2
seed 1: the same; some findings, some with names, 0 told twice
seed 2: the same; some findings, some with names, 0 told twice
