## needs: program python3
## What is told while a case grows is what an answer of that time says, number by number, with names and sessions that came before; all detectors, and the strips of what they find; small cases at random.
$ python3 data/flow/follow_oracle.py 1 2 3
seed 1: the same; some with names, 0 told twice; beacon covert dns-tunnel exfiltration management mirror scan support
seed 2: the same; some with names, 0 told twice; beacon covert exfiltration knock long management mirror scan
seed 3: the same; some with names, 0 told twice; beacon covert dns-tunnel exfiltration knock management mirror scan
