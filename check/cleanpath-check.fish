# SPDX-License-Identifier: Apache-2.0
# fish completion for cleanpath-check
complete -c cleanpath-check -l format -xa 'text json' -d 'how to print'
complete -c cleanpath-check -l help -d 'print a short help'
complete -c cleanpath-check -l version -d 'print the version'
