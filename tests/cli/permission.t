## needs: non-root
## A file that may not be read.
$ cp $DATA/register.csv . && chmod 000 register.csv && cleanpath audit -q register.csv
cleanpath: register.csv: cannot open: Permission denied
Assets
none
[3]
