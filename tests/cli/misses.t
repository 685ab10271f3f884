## Which texts no rule reads: the way to a rule of one's own. A capture, a walk or observations will do.
$ printf '{"subject":{"ip":"192.0.2.%d"},"kind":"http.server","value":"FrobServer/1.%d"}\n' 1 0 2 1 3 1 >seen.ndjson
$ printf '{"subject":{"ip":"192.0.2.9"},"kind":"%s","value":"%s"}\n' ssh.banner 'SSH-2.0-Frob' http.server 'nginx/1.18.0' snmp.sys_descr 'Quux 0080a1b2c3d4' >>seen.ndjson
$ cleanpath identify --explain-misses seen.ndjson
No maker in 5 of 6 observations that could name one, of 3 forms.
SEEN VALUES KIND           SHAPE          EXAMPLE           PLACE
   3      2 http.server    FrobServer/9.9 FrobServer/1.0    seen.ndjson:1
   1      1 snmp.sys_descr Quux #         Quux 0080a1b2c3d4 seen.ndjson:6
   1      1 ssh.banner     SSH-9.9-Frob   SSH-2.0-Frob      seen.ndjson:4
$ cleanpath identify --explain-misses -q -n 1 seen.ndjson
SEEN VALUES KIND        SHAPE          EXAMPLE        PLACE
   3      2 http.server FrobServer/9.9 FrobServer/1.0 seen.ndjson:1
$ cleanpath identify --explain-misses -f ndjson seen.ndjson
{"schema":"cleanpath/misses/1","observations":6,"missed":5,"forms":3}
{"kind":"http.server","shape":"FrobServer/9.9","observations":3,"values":2,"example":"FrobServer/1.0","source":"seen.ndjson","place":1}
{"kind":"snmp.sys_descr","shape":"Quux #","observations":1,"values":1,"example":"Quux 0080a1b2c3d4","source":"seen.ndjson","place":6}
{"kind":"ssh.banner","shape":"SSH-9.9-Frob","observations":1,"values":1,"example":"SSH-2.0-Frob","source":"seen.ndjson","place":4}
$ cleanpath identify --explain-misses -f csv seen.ndjson
cleanpath: --explain-misses prints as table or ndjson, not as csv
[2]
## A folder of one's own with a rule and, where no list has it, the maker. doctor checks the examples.
$ mkdir -p own/fingerprints own/makers
$ cat >own/makers/own.yaml <<END
> schema: cleanpath-makers/1
> makers:
> - {id: frobnitz, name: Frobnitz Works}
> END
$ cat >own/fingerprints/own.yaml <<'END'
> schema: cleanpath-fingerprints/1
> rules:
> - id: own-frob-http
>   kinds: [http.server]
>   pattern: '^FrobServer/(?<version>[0-9.]+)'
>   says: {maker: frobnitz}
>   examples:
>   - {text: FrobServer/1.0, version: '1.1', sample: 'own: the box in rack 7'}
> END
$ CLEANPATH_DATA=own cleanpath doctor
cleanpath: fingerprints/own.yaml:8: rule own-frob-http: the example yields another value: "1.0"
[3]
$ sed -i "s/'1.1'/'1.0'/" own/fingerprints/own.yaml; CLEANPATH_DATA=own cleanpath doctor | grep rules
  rules          each matches its examples
$ CLEANPATH_DATA=own cleanpath identify -q seen.ndjson
Assets
NAME         MAKER          SURE PRODUCT SITE
ip-192.0.2.1 Frobnitz Works 0.98         
ip-192.0.2.2 Frobnitz Works 0.98         
ip-192.0.2.3 Frobnitz Works 0.98         
ip-192.0.2.9 unknown                     
$ CLEANPATH_DATA=own cleanpath identify --explain-misses -q seen.ndjson
SEEN VALUES KIND           SHAPE        EXAMPLE           PLACE
   1      1 snmp.sys_descr Quux #       Quux 0080a1b2c3d4 seen.ndjson:6
   1      1 ssh.banner     SSH-9.9-Frob SSH-2.0-Frob      seen.ndjson:4
