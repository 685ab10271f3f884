# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034
# metro-5g.devices.sh - what the devices of the laboratory say about themselves.
#
# Read by metro-5g.sh; data only. Addresses are of documentation or private ranges, serial numbers begin with LAB, MAC
# addresses are a registered block of the maker (rtu-102: a locally administered one) with 53:NN:PP behind it (device,
# port). The texts follow the format of real products:
#   core-1    LibreNMS samples iosxr_ncs5508, iosxr_ncs55a2       core-2    LibreNMS sample junos_mx5t-isis
#   agg-1     LibreNMS samples timos_7750-vlans, timos_ixr        agg-2     LibreNMS sample vrp_ne8000
#   csr-101   LibreNMS sample zxr10_5950                          csr-102   LibreNMS sample vrp_ne05e
#   csr-103   LibreNMS sample ericsson-ipos                       sw-1      LibreNMS sample comware_a5500
#   ptp-1     LibreNMS sample mbg-ltos6                           cam-101   LibreNMS sample dahua-nvr
#   cam-103   LibreNMS sample axiscam_p1435-le                    pwr-102   LibreNMS sample huawei-smu_11b
# Composed, because no open sample was found: the LLDP descriptions of gnb-101 and gnb-102, the components of stor-1.
#
# device NAME KIND OUI ADDRESS     KIND: router switch host dhcp; ADDRESS: loopback of a router, else its only address
# snmp   OBJECTID TEXT             sysObjectID and sysDescr of the device declared last (\r \n: as printf %b reads them)
# lldp   TEXT                      its LLDP system description; a device without this line runs no lldpd
# cdp    PLATFORM                  it sends CDP version 2 as well
# dhcp60 TEXT                      its DHCP vendor class identifier
# part   INDEX IN CLASS NAME DESCR HW FW SW SERIAL MAKER MODEL     a row of entPhysicalTable ("-": empty)

# --- core -----------------------------------------------------------------------------------------------------------
device core-1 router e80ab9 192.0.2.1
xr='Cisco IOS XR Software (NCS-5500), Version 7.4.1  Copyright (c) 2013-2021 by Cisco Systems, Inc.'
snmp 1.3.6.1.4.1.9.1.2349 "$xr"
lldp "$xr"
cdp 'cisco NCS-5500'
part 1 0 3 'Rack 0' 'NCS-5508 8 Slot Single Chassis' V01 - 7.4.1 LAB0101CH01 'Cisco Systems, Inc.' NCS-5508
part 2 1 9 '0/RP0' 'NCS-5500 Route Processor' V03 1.13 7.4.1 LAB0101RP00 'Cisco Systems, Inc.' NC55-RP
part 3 1 9 '0/0' '36X100GE Base Line Card' V02 1.09 7.4.1 LAB0101LC00 'Cisco Systems, Inc.' NC55-36X100G
part 4 3 9 'Optics0/0/0/0' '100GBASE-LR4 QSFP28' 1A - - LAB0101OP00 INNOLIGHT TR-FC13L-N00

device core-2 router e4f27c 192.0.2.2
junos='Juniper Networks, Inc. mx480 internet router, kernel JUNOS 21.4R3.15, Build date: 2022-09-30 18:22:13 UTC'
junos+=' Copyright (c) 1996-2022 Juniper Networks, Inc.'
snmp 1.3.6.1.4.1.2636.1.1.1.2.25 "$junos"
lldp "$junos"
part 1 0 3 'Chassis' 'MX480 Base Chassis' 'REV 05' - 21.4R3.15 LAB0102CH01 'Juniper Networks' CHAS-BP3-MX480-S
part 2 1 9 'FPC 0' 'MPC7E 3D MRATE-12xQSFPP-XGE' 'REV 40' - - LAB0102FP00 'Juniper Networks' MPC7E-MRATE

device sw-1 switch 80f62e 203.0.113.5
comware='HP Comware Platform Software, Software Version 5.20.99 Release 2222P08\nHP A5500-24G EI Switch with 2 Interface'
comware+=' Slots\r\nCopyright (c) 2010-2017 Hewlett Packard Enterprise Development LP'
snmp 1.3.6.1.4.1.25506.11.1.24 "$comware"
lldp "$comware"
part 1 0 3 'A5500-EI' 'HP A5500-24G EI Switch with 2 Interface Slots' REV.C 715 '5.20.99 Release 2222P08' LAB0103CH01 \
    HP JD377A

device ptp-1 host ec4670 203.0.113.30
snmp 1.3.6.1.4.1.5597.3 'Meinberg LANTIME M600 V7.04.018'
lldp 'Meinberg LANTIME M600 V7.04.018'

# A plain Linux server: its SNMP agent is generic software, so only the MAC block speaks of the maker.
device nms-1 host d0431e 203.0.113.10
snmp 1.3.6.1.4.1.8072.3.2.10 'Linux nms-1 5.10.0-28-amd64 #1 SMP Debian 5.10.209-2 (2024-01-31) x86_64'

# Storage of subscriber data: the house of the box, and the house of the memory and of the drives inside it.
device stor-1 host ac1f6b 203.0.113.20
snmp 1.3.6.1.4.1.8072.3.2.10 'Linux stor-1 5.14.0-362.8.1.el9_3.x86_64 #1 SMP PREEMPT_DYNAMIC x86_64'
lldp 'Linux stor-1 5.14.0-362.8.1.el9_3.x86_64'
part 1 0 3 'Chassis' 'Storage SuperServer' - - - LAB0106CH01 'Supermicro' SSG-6029P-E1CR12L
part 2 1 9 'P1-DIMMA1' '64GB DDR4-3200 RDIMM' - - - LAB0106DM01 'Micron Technology' MTA36ASF8G72PZ-3G2E1
part 3 1 9 'P1-DIMMB1' '64GB DDR4-3200 RDIMM' - - - LAB0106DM02 'Micron Technology' MTA36ASF8G72PZ-3G2E1
part 4 1 15 'nvme0' 'NVMe SSD 3.84TB' - E2MU200 - LAB0106NV00 'Micron Technology' MTFDKCC3T8TFR
part 5 1 15 'nvme1' 'NVMe SSD 3.84TB' - E2MU200 - LAB0106NV01 'Micron Technology' MTFDKCC3T8TFR

# --- aggregation ----------------------------------------------------------------------------------------------------
device agg-1 router 80ab4d 192.0.2.3
timos='TiMOS-C-23.10.R1 cpm/x86hops64 Nokia 7250 IXR Copyright (c) 2000-2023 Nokia.\nAll rights reserved. All use subject'
timos+=' to applicable license agreements.\r\nBuilt on Thu Oct 26 20:12:19 UTC 2023 by builder in /builds/2310B/R1/panos'
timos+='/main/sros\r\n'
snmp 1.3.6.1.4.1.6527.1.3.23 "$timos"
lldp "$timos"

device agg-2 router e00630 192.0.2.4
vrp8='Huawei Versatile Routing Platform Software\nVRP (R) software, Version 8.200 (NetEngine 8000 V800R012C10SPC300) \r\n'
vrp8+='Copyright (C) 2012-2020 Huawei Technologies Co., Ltd. \r\nHUAWEI NetEngine 8000 F1A-8H20Q'
snmp 1.3.6.1.4.1.2011.2.360.1.5 "$vrp8"
lldp "$vrp8"
part 16777216 0 3 'NetEngine 8000 frame' 'NetEngine 8000 F1A-8H20Q Chassis' - - - LAB0202CH01 Huawei -
part 16842753 16777216 9 'MPU 1' 'Manufactured Board, Main Processing Unit' 'VER A' 386 'V800R012C10SPC300' \
    LAB0202BD01 HUAWEI -

# --- cell sites: the router of each site, the base station, and what else stands there -------------------------------
device csr-101 router f01b24 192.0.2.5
zxr='ZTE 5950-36TM Software, 5900 Version: V3.03.10.B30P11,  RELEASE SOFTWARE, Product Version : V1.0'
snmp 1.3.6.1.4.1.3902.3.600.3.1.801 "$zxr"
lldp "$zxr"

device gnb-101 dhcp e04735 10.101.0.11
lldp 'Ericsson AB Baseband 6630 CXP2010174/1'

# The camera that the register of equipment lists under the label of the shop that sold it.
device cam-101 dhcp 6c1c71 10.101.0.21
snmp 1.3.6.1.4.1.1004849.3.2.10 'DH-IPC-HFW5442E-ZE'

device csr-102 router d8daf1 192.0.2.6
ne05='Huawei Versatile Routing Platform Software\nVRP (R) software, Version 8.220 (NE05E-SQ V800R022C00SPC600) \r\n'
ne05+='Copyright (C) 2012-2022 Huawei Technologies Co., Ltd. \r\nHUAWEI NE05E-SQ \r\n'
snmp 1.3.6.1.4.1.2011.2.297.14 "$ne05"
lldp "$ne05"

device gnb-102 dhcp 54443b 10.102.0.11
lldp 'HUAWEI BTS5900 V100R017C10SPC230'
dhcp60 'HUAWEI BTS5900'

# Nobody knows who made this: a locally administered MAC address, a generic agent, a generic DHCP client.
device rtu-102 dhcp 02a35f 10.102.0.31
snmp 1.3.6.1.4.1.8072.3.2.10 'Linux rtu-102 4.9.88 #3 PREEMPT armv7l'
dhcp60 'udhcp 1.29.3'

device pwr-102 dhcp 782dad 10.102.0.41
snmp 1.3.6.1.4.1.2011.6.164.1.2 'SMU11B'

device csr-103 router f0b107 192.0.2.7
snmp 1.3.6.1.4.1.193.218.1.40 'Ericsson IPOS'
lldp 'Ericsson IPOS'

# Only a MAC address and a host name are ever heard of this one.
device gnb-103 dhcp 641b2f 10.103.0.11

device cam-103 dhcp accc8e 10.103.0.21
snmp 1.3.6.1.4.1.368.1.1 '; AXIS P1435-LE; Network Camera; 9.80.69; May 13 2024 09:11; 70D; 1;'
dhcp60 'AXIS,Network Camera,P1435-LE,9.80.69'

# --- links: file of the capture, then A PORT B PORT. "ospf" links are numbered from 198.51.100.0/30 upwards; "mgmt"
#     ports are bridged in sw-1 (203.0.113.0/24), "site" ports in the router of the site (10.SITE.0.0/24). -------------
link ospf core-1  hu0-0-0-0    core-2  et-0-0-0
link ospf core-1  hu0-0-0-1    agg-1   1-1-1
link ospf core-2  et-0-0-1     agg-2   100GE0-1-0
link ospf agg-1   1-1-2        agg-2   100GE0-1-1
link ospf agg-1   1-1-3        csr-101 xgei-0-1-1-1
link ospf csr-101 xgei-0-1-1-2 csr-102 GE0-2-0
link ospf csr-102 GE0-2-1      csr-103 ge-1-1
link ospf csr-103 ge-1-2       agg-2   GE0-1-2
link mgmt sw-1    ge1-0-1      core-1  mg0-rp0-0
link mgmt sw-1    ge1-0-2      core-2  fxp0
link mgmt sw-1    ge1-0-3      nms-1   eno1
link mgmt sw-1    ge1-0-4      stor-1  eno1
link mgmt sw-1    ge1-0-5      ptp-1   lan0
link site csr-101 gei-0-1-1-5  gnb-101 tn-a
link site csr-101 gei-0-1-1-6  cam-101 eth0
link site csr-102 GE0-2-4      gnb-102 ge0
link site csr-102 GE0-2-5      rtu-102 eth0
link site csr-102 GE0-2-6      pwr-102 eth0
link site csr-103 ge-1-5       gnb-103 ge0
link site csr-103 ge-1-6       cam-103 eth0
