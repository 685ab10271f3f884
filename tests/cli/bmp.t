## Who the router is that tells of its sessions over BMP: what it says of itself (sysDescr, RFC 7854, 4.4) is evidence as that of SNMP is.
$ python3 $DATA/bmp/router.py capture bmp.pcap "Juniper Networks, Inc. mx204 internet router, kernel JUNOS 20.4R3.8" edge-1 && cleanpath identify -q bmp.pcap
Assets
NAME                 MAKER            SURE PRODUCT SITE
edge-1               Juniper Networks 0.99 mx204   
private-020000000001 unknown                       
private-020000000002 unknown                       
$ cleanpath import -q --case bmp.case bmp.pcap; cleanpath explain edge-1 --case bmp.case | grep -i bmp
Juniper Networks (juniper) bmp.sys_descr 4.6                   4.6 99.48 0.990
without bmp.sys_descr                             unknown                         changes it
bmp.pcap   3 bmp.sys_descr Juniper Networks, Inc. mx204 internet router, kernel JUNOS 20.4R3.8 maker=juniper       4.6 rule juniper-junos
bmp.pcap   3 bmp.sys_descr Juniper Networks, Inc. mx204 internet router, kernel JUNOS 20.4R3.8 product=mx204       4.6 rule juniper-junos
bmp.pcap   3 bmp.sys_descr Juniper Networks, Inc. mx204 internet router, kernel JUNOS 20.4R3.8 version=20.4R3.8    4.6 rule juniper-junos
bmp.pcap   3 bmp.sys_descr Juniper Networks, Inc. mx204 internet router, kernel JUNOS 20.4R3.8 os=Junos            4.6 rule juniper-junos
bmp.pcap   3 bmp.sys_name  edge-1                                                              name=edge-1         3.0 

## One that says nothing that is known has a name, and no maker. What is no text is cleaned.
$ python3 $DATA/bmp/router.py capture other.pcap "Router of our own 1.0" "$(printf 'edge\033[2J')" && cleanpath identify -q other.pcap
Assets
NAME                 MAKER   SURE PRODUCT SITE
edge�[2J             unknown              
private-020000000001 unknown              
private-020000000002 unknown              
