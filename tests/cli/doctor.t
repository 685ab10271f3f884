## What this program is and knows. Versions and dates differ between machines, so only the shape is compared.
$ cleanpath doctor | sed -E 's/[0-9]+(\.[0-9]+)+/N/g; s/[0-9]{4}-[0-9]{2}-[0-9]{2}/DATE/; s/[0-9]+ entries/N entries/'
cleanpath N
libraries: sqlite N, jansson N, zlib N, zstd N, xz N
webhooks, import --from: by libcurl, loaded when it is used
scan: by net-snmp, loaded when something is scanned
data:
  oui            of DATE, N entries, built in
  pen            of DATE, N entries, built in
  makers         of DATE, N entries, built in
  fingerprints   of DATE, N entries, built in
  as numbers     80 of 11 houses, read DATE, the oldest 0 days ago
  policies       60 packs
recognised:
  pcap             pcap captures
  pcapng           pcapng captures
  ipfix            IPFIX files (RFC 5655)
  netflow          datagrams of NetFlow 5 and 9, one after the other
  mrt              routing tables of BGP (MRT TABLE_DUMP_V2 and TABLE_DUMP: who announces which prefix)
  bgpdump          routing tables of BGP as `bgpdump -m` prints them
  prefixes         tables of prefixes and the AS that announces them (pyasn, pfx2as, CSV)
  as-names         names of AS (JSON of pyasn, CSV, lines)
  snmpwalk         SNMP walk (text of snmpwalk)
  snmprec          SNMP recording (.snmprec)
  inventory-csv    inventory (CSV)
  links-csv        links (CSV)
  carriage-csv     carriage of links (CSV)
  dependencies-csv dependencies (CSV)
  demands-csv      demands (CSV)
  aliases-csv      aliases (CSV)
  inspections-csv  costs of inspections (CSV)
  lldpcli          neighbours of a host (lldpcli JSON)
  router-state     forwarding, neighbours and configuration of routers (text of a terminal, JSON, XML)
  ospf-database    database of OSPF (text of routers, JSON)
  isis-database    database of IS-IS (text of routers, JSON)
  netbox-cables    cables (NetBox JSON)
  graphml          graph (GraphML)
  gml              graph (GML)
  node-link        graph (node-link JSON)
  approvals-csv    approvals (CSV)
  answers-csv      answers to a questionnaire (CSV)
  observations     observations (NDJSON)
  profile          profile (YAML)
  waivers          waivers (YAML)
  olt              ONUs and boards of an OLT (text of its terminal)
  dhcpd-leases     leases of ISC DHCP (dhcpd.leases)
  kea-leases       leases of Kea (memfile CSV)
  dnsmasq-leases   leases of dnsmasq (dnsmasq.leases)
  windows-leases   leases of Windows (Get-DhcpServerv4Lease)
  windows-dhcp-xml leases of Windows (Export-DhcpServer)
  netsh-dhcp       leases and reservations of Windows (netsh)
  genieacs         devices of an ACS (GenieACS JSON)
  nrf              network functions of a 5G core (NRF profiles)
  unifi            devices of a UniFi controller (JSON)
  nmap             hosts and what they answered (nmap XML)
  zeek             logs of Zeek (tables or JSON)
  logins-csv       sessions of a VPN or bastion (CSV)
  logins-syslog    logs of logins (sshd, OpenVPN, strongSwan, Cisco ASA, FortiOS)
  logins-status    who is connected (OpenVPN status, wg show dump)
  logins-radius    accounting of RADIUS (files detail of FreeRADIUS)
  logins-radius-csv accounting of RADIUS (CSV; Windows NPS)
  logins-tacacs    accounting of TACACS+ (lines)
  nfcapd           flow files of nfcapd (by way of nfdump)
  nfdump-csv       flows as nfdump -o csv prints them
  zgrab2           hosts and what they answered (ZGrab2 JSON)
  hardware         components of a device (ietf-hardware, openconfig-platform JSON)
  redfish          a machine as its management controller tells it (Redfish JSON, mockups)
  host-parts       parts of a host: transceivers (ethtool -m, dumps ..), lspci, dmidecode, ipmitool, cpuinfo
  cyclonedx        components of a product (CycloneDX JSON)
  cyclonedx-xml    components of a product (CycloneDX XML)
  spdx             components of a product (SPDX 2 and 3)
  bulkcm-xml       configuration and inventory of a mobile network (3GPP bulk CM XML)
  netbox           devices, parts and cables (NetBox JSON)
  pm-xml           whose measurements these are (3GPP PM XML)
  librenms         devices, parts and links (LibreNMS JSON)
  librenms-sql     devices, parts and links (dump of LibreNMS's database)
  xlsx             workbook (xlsx): sheets of inventory, links, answers ...
  raml-xml         configuration of a network (RAML 2)
  huawei-xml       configuration of base stations and controllers (GExport, MOTree, CfgSyn XML)
  huawei-mml       configuration of a base station or controller (MML commands)
  netbox-pages     what a NetBox server answered (import --from)
  librenms-pages   what a LibreNMS server answered (import --from)
case: none here
$ cleanpath doctor --format json | python3 -c 'import json,sys; print(sorted(json.load(sys.stdin)))'
['as_numbers', 'as_of', 'case', 'coverage', 'data', 'formats', 'policies', 'schema', 'settings', 'version']
