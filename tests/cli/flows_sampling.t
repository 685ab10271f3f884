## What cannot be seen where packets are sampled, or where nobody says whether they are: each detector tells, also when there is nothing that it could look at.
$ cat >keep.py <<'END'
> print('ts,te,td,sa,da,sp,dp,pr,flg,ipkt,ibyt,opkt,obyt,in,out,ra')
> for m in range(40):
>     t = f'2025-11-23 {10 + m // 60}:{m % 60:02}:{17 + m % 2:02}'
>     print(f'{t},{t},0.0,10.0.0.1,198.51.100.1,40179,179,TCP,...AP...,1,59,0,0,1,2,192.0.2.254')
$ python3 keep.py >keep.csv && cleanpath import -q --case k.case keep.csv
$ cleanpath flows -q --case k.case --detect all
Detectors
  beacon (contacts by a timer or a clock): 1 of 1 looked at
    ! 1 exporter does not say how it samples: where packets were sampled, beats of few packets are missing, and a timer most of whose beats are missing is not seen.
  long (connections that last longer than is usual for their service): 0 of 1 looked at
    ! 1 exporter does not say how it samples: where packets were sampled, a connection lasts from its first to its last sampled packet, and silences tear it into several.
  exfiltration (more is sent out than on other days, or than by like devices): 0 of 1 looked at
    ! 1 exporter does not say how it samples: where packets were sampled, volumes are larger than told, and what goes out in few packets may not be seen at all.
  dns-tunnel (names that are asked for carry data): 0 of 0 looked at
    ! No queries of DNS are in the case: captures and Zeek's dns logs have them, flows do not.
  scan (sources whose first contacts fail, as a scanner's do): 0 of 1 looked at
    ! 1 exporter does not say how it samples: where packets were sampled, a scan of single packets is hardly seen, and a contact may seem to fail because its answer was not taken.
  management (management sessions from outside, or of who manages nothing else): 0 of 0 looked at
    ! 0 devices are seen to be managed by who manages others, too: below 3, who is a stranger inside is not told. 1 exporter does not say how it samples: where packets were sampled, short sessions are missing, and of others perhaps the answers.
  knock (unanswered packets after which somebody connects): 0 of 0 looked at
    ! 1 exporter does not say how it samples: where packets were sampled, single packets are hardly ever seen, and whether they were answered is not known.
  mirror (what is sent to one address follows what comes from all others): 0 of 0 looked at
    ! 1 exporter does not say how it samples: where packets were sampled, volumes of few packets are mostly chance, which hides what follows them.
  covert (waiting times between connections that spell something): 0 of 1 looked at
    ! 1 exporter does not say how it samples: where packets were sampled, an interval is seen only if both its ends are, and what waiting times spell is mostly lost.
  support (people from outside, by VPN or bastion, on excluded or unknown equipment): 0 of 0 looked at
    ! no log of logins is in the case: who came from outside by a VPN or a bastion is not known. 1 exporter does not say how it samples: where packets were sampled, short sessions on devices are missing: that none was seen does not say that there was none.

Of equipment of which maker or verdict are not known
  beacon, score 1.000: 10.0.0.1 -> 198.51.100.1 tcp/179
    40 of 40 exchanges follow each other after 1 min or a multiple of it, give or take 3.5 % of that; 100 % of the beats between were seen. The intervals are e^116.7 times as likely from such a timer as from the best fit of chance, bursts and daily rhythm; with all periods, jitters and sizes that were tried, chance does so with p = 2.2e-47. The 40 exchanges of the pair are within 1 TCP connection that stays open: each is what passes between two silences, of which exporters make a flow of its own. Among all pairs that were looked at: p = 2.2e-47. Sampling unknown: how many beats are missing cannot be told. Benign if they are neighbours that keep a session alive (BGP).
[1]
$ cleanpath flows -q --case k.case --sampling 192.0.2.254=1000 --detect all
Detectors
  beacon (contacts by a timer or a clock): 1 of 1 looked at
    ! A beacon every 1 h of 10 packets a beat, sampled 1:1000 for 39 min 1 s: a beat is seen with probability 0.01, 0 of 0 beats; it cannot be seen here.
  long (connections that last longer than is usual for their service): 0 of 1 looked at
    ! Sampled 1:1000: a connection lasts from its first to its last sampled packet; one whose packets are further apart than exporters wait is told as several.
  exfiltration (more is sent out than on other days, or than by like devices): 0 of 1 looked at
    ! Sampled 1:1000: volumes are as sampled; what is sent in less than 1000 packets a day may not be seen at all.
  dns-tunnel (names that are asked for carry data): 0 of 0 looked at
    ! No queries of DNS are in the case: captures and Zeek's dns logs have them, flows do not.
  scan (sources whose first contacts fail, as a scanner's do): 0 of 1 looked at
    ! Sampled 1:1000: whether a contact was answered is not known of sampled flows, and a scan of single packets cannot be seen in them.
  management (management sessions from outside, or of who manages nothing else): 0 of 0 looked at
    ! 0 devices are seen to be managed by who manages others, too: below 3, who is a stranger inside is not told. Sampled 1:1000: short sessions are missing, and of others perhaps the answers.
  knock (unanswered packets after which somebody connects): 0 of 0 looked at
    ! Sampled 1:1000: single packets are hardly ever seen, and whether they were answered is not known.
  mirror (what is sent to one address follows what comes from all others): 0 of 0 looked at
    ! Sampled 1:1000: volumes of few sampled packets are mostly chance, which hides what follows them. Of what is sampled nobody can see whether it left twice.
  covert (waiting times between connections that spell something): 0 of 1 looked at
    ! Sampled 1:1000: an interval is seen only if both its ends are, so what waiting times spell is mostly lost.
  support (people from outside, by VPN or bastion, on excluded or unknown equipment): 0 of 0 looked at
    ! no log of logins is in the case: who came from outside by a VPN or a bastion is not known. Sampled 1:1000: short sessions on devices are missing: that none was seen does not say that there was none.

Of equipment of which maker or verdict are not known
  beacon, score 1.000: 10.0.0.1 -> 198.51.100.1 tcp/179
    40 of 40 exchanges follow each other after 1 min or a multiple of it, give or take 3.5 % of that; 100 % of the beats between were seen. The intervals are e^116.7 times as likely from such a timer as from the best fit of chance, bursts and daily rhythm; with all periods, jitters and sizes that were tried, chance does so with p = 2.2e-47. The 40 exchanges of the pair are within 1 TCP connection that stays open: each is what passes between two silences, of which exporters make a flow of its own. Among all pairs that were looked at: p = 2.2e-47. One packet in 1000 was sampled: most beats of few packets are missing, and counts are not scaled. Benign if they are neighbours that keep a session alive (BGP).
[1]
$ cleanpath flows -q --case k.case --sampling 192.0.2.254=1 --detect all | grep -c -e sample -e ampled
0
[1]
$ cleanpath flows -q --case k.case --sampling 192.0.2.254=1000 --detect all -f json | python3 -c 'import json, sys; d = json.load(sys.stdin); print([x["kind"] for x in d["detectors"] if "1:1000" not in (x["cannot_see"] or "")], d["findings"][0]["sampling"])'
['dns-tunnel'] 1000
$ cleanpath flows -q --case k.case --detect all -f json | python3 -c 'import json, sys; d = json.load(sys.stdin); print([x["kind"] for x in d["detectors"] if "does not say how it samples" not in (x["cannot_see"] or "")], d["findings"][0]["sampling"])'
['dns-tunnel'] None
