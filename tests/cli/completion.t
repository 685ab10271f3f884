## Completion in bash: commands, options, what an option may be, and files where one is expected.
$ cat >try <<'END'
> #!/bin/bash
> # try WORD...: what is offered for the last word
> eval "$(cleanpath completion bash)"
> COMP_WORDS=(cleanpath "$@") COMP_CWORD=$# COMPREPLY=()
> _cleanpath && echo "${COMPREPLY[*]}"
> END
$ chmod +x try; mkdir files && cd files && touch evidence.pcap && for words in a 'audit --fa' 'audit --format ' 'audit --format = js' 'audit -f c' 'policy ' 'profile l' 'audit ev' 'import --case ' 'audit --color ' 'completion '; do printf '%s: ' "$words"; echo "$words" | sed 's/ $/ ""/' | xargs ../try; done
a: audit assets
audit --fa: --fail-on --fail-on-unknown
audit --format : table json ndjson csv html sarif cyclonedx oscal junit lookup board xlsx
audit --format = js: json
audit -f c: csv cyclonedx
policy : list show check diff new calendar timeline ask
profile l: load
audit ev: evidence.pcap
import --case : evidence.pcap
audit --color : auto always never
completion : bash zsh fish
$ for words in 'help po' 'man s' 'com'; do echo "$words" | sed 's/ $/ ""/' | xargs bash ./try; done
policy
scan same synth
completion
