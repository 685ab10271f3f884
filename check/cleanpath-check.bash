# SPDX-License-Identifier: Apache-2.0
# bash completion for cleanpath-check
_cleanpath_check() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} words=''
  [ "$cur" = = ] && cur=
  [ "$prev" = = ] && prev=${COMP_WORDS[COMP_CWORD-2]}
  case $cur in
    -*) words='--format --help --version' ;;
  esac
  [ "$prev" = --format ] && words='text json'
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
  if [ -z "$words" ]; then
    mapfile -t COMPREPLY < <(compgen -f -- "$cur")
  fi
}
complete -o filenames -F _cleanpath_check cleanpath-check
