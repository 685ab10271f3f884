/* SPDX-License-Identifier: Apache-2.0 */
/* observation.h - one raw fact read somewhere: about whom, of what kind, what it says, and where it
 * stands.
 *
 * A reader of a format turns bytes into observations and hands each to a cp_obs_sink. It decides
 * nothing: no maker, no verdict. Who the subject is, is told by identifiers; identify joins
 * subjects that share one. */
#pragma once
#include "model/bgp.h"
#include "model/flow.h"
#include "model/origin.h"
#include "model/statement.h"

/* Identifiers of a subject. id, name in JSON ("subject":{"ip":..}).
 *   IP        RFC 5952 text; joins within a realm
 *   MAC       lower case with colons; joins everywhere unless it is no identity
 *             (cp_mac_is_identity)
 *   HOSTNAME  as announced; never joins by itself (two devices may share a name)
 *   SERIAL    as printed, trimmed; joins together with the maker's product space (placeholders join
 *             nothing)
 *   CHASSIS   chassis id of LLDP, CDP device id, base MAC or text; a MAC is written as such and
 *             also given as MAC
 *   ENGINE_ID snmpEngineID in lower-case hex (RFC 3411)
 *   ASN       decimal
 *   FCC_ID    grantee code and product code
 *   REF       an opaque id of the caller
 *   AGENT     the agent that answered this walk, or the row of this table: unique to source and
 *             position, made by the reader ("a" or "r12"); it holds together what came from one
 *             place and joins nothing else */
#define CP_IDENT_KINDS(X)     \
    X(IP, "ip")               \
    X(MAC, "mac")             \
    X(HOSTNAME, "hostname")   \
    X(SERIAL, "serial")       \
    X(CHASSIS, "chassis")     \
    X(ENGINE_ID, "engine_id") \
    X(ASN, "asn")             \
    X(FCC_ID, "fcc_id")       \
    X(REF, "ref")             \
    X(AGENT, "agent")

typedef enum cp_ident_kind {
#define CP_IDENT_ID(id, name) CP_IDENT_##id,
    CP_IDENT_KINDS(CP_IDENT_ID)
#undef CP_IDENT_ID
        CP_IDENT_COUNT
} cp_ident_kind;

typedef struct cp_ident {
    cp_ident_kind kind;
    cp_str value; /* canonical, see above */
} cp_ident;

/* Kinds of observation. id, name (also in NDJSON and docs/formats/observations.md), how its value
 * is used:
 *   TEXT   free text in which fingerprints and names are looked for
 *   OID    an object identifier of an enterprise
 *   MAC    a hardware address that belongs to the subject
 *   NAME   the subject's own name
 *   MAKER  the name of a maker, as somebody wrote it
 *   ATTR   states the attribute named after the dot
 *   FACT   kept and shown, says nothing by itself */
#define CP_OBS_KINDS(X)                                                 \
    X(ETH_SRC, "eth.src", MAC)                                          \
    X(ETH_SINGLE, "eth.single", FACT)                                   \
    X(ETH_SHARED, "eth.shared", FACT)                                   \
    X(ARP_SENDER, "arp.sender", MAC)                                    \
    X(ARP_TABLE, "arp.table", FACT)                                     \
    X(ARP_PROXY, "arp.proxy", FACT)                                     \
    X(FDB_PORT, "fdb.port", FACT)                                       \
    X(IP_HOST, "ip.host", FACT)                                         \
    X(TCP_SYN, "tcp.syn", FACT)                                         \
    X(TCP_SYN_ACK, "tcp.syn_ack", FACT)                                 \
    X(LLDP_CHASSIS_ID, "lldp.chassis_id", FACT)                         \
    X(LLDP_PORT_ID, "lldp.port_id", FACT)                               \
    X(LLDP_PORT_DESCR, "lldp.port_descr", FACT)                         \
    X(LLDP_SYS_NAME, "lldp.sys_name", NAME)                             \
    X(LLDP_SYS_DESCR, "lldp.sys_descr", TEXT)                           \
    X(LLDP_SYS_CAPS, "lldp.sys_caps", FACT)                             \
    X(LLDP_MGMT_ADDR, "lldp.mgmt_addr", FACT)                           \
    X(LLDP_ORG_OUI, "lldp.org_oui", FACT)                               \
    X(LLDP_MED_HW, "lldp.med.hw_revision", FACT)                        \
    X(LLDP_MED_FW, "lldp.med.fw_revision", FACT)                        \
    X(LLDP_MED_SW, "lldp.med.sw_revision", FACT)                        \
    X(LLDP_MED_SERIAL, "lldp.med.serial", FACT)                         \
    X(LLDP_MED_MANUFACTURER, "lldp.med.manufacturer", MAKER)            \
    X(LLDP_MED_MODEL, "lldp.med.model", ATTR)                           \
    X(LLDP_MUD_URL, "lldp.mud_url", TEXT)                               \
    X(LLDP_TLV_ORDER, "lldp.tlv_order", FACT)                           \
    X(LLDP_PORT_VLAN, "lldp.port_vlan", FACT)                           \
    X(LLDP_MGMT_VLAN, "lldp.mgmt_vlan", FACT)                           \
    X(LLDP_VLAN_NAME, "lldp.vlan_name", FACT)                           \
    X(LLDP_PROTOCOL, "lldp.protocol", FACT)                             \
    X(LLDP_AGGREGATION, "lldp.aggregation", FACT)                       \
    X(LLDP_PHY, "lldp.phy", FACT)                                       \
    X(LLDP_POWER, "lldp.power", FACT)                                   \
    X(LLDP_FRAME_MAX, "lldp.frame_max", FACT)                           \
    X(LLDP_MED_CAPS, "lldp.med.caps", FACT)                             \
    X(LLDP_MED_POLICY, "lldp.med.policy", FACT)                         \
    X(LLDP_MED_LOCATION, "lldp.med.location", FACT)                     \
    X(LLDP_MED_POWER, "lldp.med.power", FACT)                           \
    X(LLDP_MED_ASSET, "lldp.med.asset", FACT)                           \
    X(CDP_DEVICE_ID, "cdp.device_id", NAME)                             \
    X(CDP_VERSION, "cdp.version", TEXT)                                 \
    X(CDP_PLATFORM, "cdp.platform", TEXT)                               \
    X(CDP_PORT_ID, "cdp.port_id", FACT)                                 \
    X(CDP_ADDRESS, "cdp.address", FACT)                                 \
    X(CDP_CAPABILITIES, "cdp.capabilities", FACT)                       \
    X(CDP_VTP_DOMAIN, "cdp.vtp_domain", FACT)                           \
    X(CDP_NATIVE_VLAN, "cdp.native_vlan", FACT)                         \
    X(CDP_SYS_NAME, "cdp.sys_name", NAME)                               \
    X(CDP_SYS_OBJECT_ID, "cdp.sys_object_id", OID)                      \
    X(FDP_DEVICE_ID, "fdp.device_id", NAME)                             \
    X(FDP_PORT_ID, "fdp.port_id", FACT)                                 \
    X(FDP_VERSION, "fdp.version", TEXT)                                 \
    X(FDP_PLATFORM, "fdp.platform", TEXT)                               \
    X(FDP_CAPABILITY, "fdp.capability", FACT)                           \
    X(FDP_ADDRESS, "fdp.address", FACT)                                 \
    X(FDP_NATIVE_VLAN, "fdp.native_vlan", FACT)                         \
    X(EDP_MAC, "edp.mac", MAC)                                          \
    X(EDP_SYS_NAME, "edp.sys_name", NAME)                               \
    X(EDP_PORT_ID, "edp.port_id", FACT)                                 \
    X(EDP_VERSION, "edp.version", FACT)                                 \
    X(EDP_VLAN, "edp.vlan", FACT)                                       \
    X(EDP_ADDRESS, "edp.address", FACT)                                 \
    X(MNDP_MAC, "mndp.mac", MAC)                                        \
    X(MNDP_IDENTITY, "mndp.identity", NAME)                             \
    X(MNDP_VERSION, "mndp.version", TEXT)                               \
    X(MNDP_PLATFORM, "mndp.platform", TEXT)                             \
    X(MNDP_BOARD, "mndp.board", TEXT)                                   \
    X(MNDP_SOFTWARE_ID, "mndp.software_id", FACT)                       \
    X(MNDP_INTERFACE, "mndp.interface", FACT)                           \
    X(MNDP_ADDRESS, "mndp.address", FACT)                               \
    X(BMP_SYS_DESCR, "bmp.sys_descr", TEXT)                             \
    X(BMP_SYS_NAME, "bmp.sys_name", NAME)                               \
    X(LACP_SYSTEM, "lacp.system", MAC)                                  \
    X(LACP_PORT, "lacp.port", FACT)                                     \
    X(LACP_PARTNER, "lacp.partner", FACT)                               \
    X(STP_BRIDGE, "stp.bridge", MAC)                                    \
    X(STP_BRIDGE_ID, "stp.bridge_id", FACT)                             \
    X(STP_ROOT_ID, "stp.root_id", FACT)                                 \
    X(STP_VERSION, "stp.version", FACT)                                 \
    X(STP_REGION, "stp.region", FACT)                                   \
    X(OAM_OUI, "oam.oui", FACT)                                         \
    X(OAM_VENDOR_INFO, "oam.vendor_info", FACT)                         \
    X(OAM_EXTENSION, "oam.extension", FACT)                             \
    X(CFM_DOMAIN, "cfm.domain", FACT)                                   \
    X(CFM_ASSOCIATION, "cfm.association", FACT)                         \
    X(CFM_CHASSIS_ID, "cfm.chassis_id", FACT)                           \
    X(CFM_MGMT_ADDR, "cfm.mgmt_addr", FACT)                             \
    X(CFM_ORG_OUI, "cfm.org_oui", FACT)                                 \
    X(PPPOE_AC_NAME, "pppoe.ac_name", NAME)                             \
    X(PPPOE_SERVICE, "pppoe.service", FACT)                             \
    X(PPPOE_VENDOR, "pppoe.vendor", FACT)                               \
    X(DHCP_CHADDR, "dhcp.chaddr", MAC)                                  \
    X(DHCP_HOSTNAME, "dhcp.hostname", NAME)                             \
    X(DHCP_VENDOR_CLASS, "dhcp.vendor_class", TEXT)                     \
    X(DHCP_PARAM_LIST, "dhcp.param_list", FACT)                         \
    X(DHCP_OPTION_ORDER, "dhcp.option_order", FACT)                     \
    X(DHCP_CLIENT_ID, "dhcp.client_id", FACT)                           \
    X(DHCP_USER_CLASS, "dhcp.user_class", FACT)                         \
    X(DHCP_VENDOR_INFO, "dhcp.vendor_info", FACT)                       \
    X(DHCP_ENTERPRISE, "dhcp.enterprise", FACT)                         \
    X(DHCP_ENTERPRISE_CLASS, "dhcp.enterprise_class", TEXT)             \
    X(DHCP_ENTERPRISE_INFO, "dhcp.enterprise_info", FACT)               \
    X(DHCP_DEVICE_TYPE, "dhcp.device.type", FACT)                       \
    X(DHCP_DEVICE_MAKER, "dhcp.device.maker", MAKER)                    \
    X(DHCP_DEVICE_OUI, "dhcp.device.oui", FACT)                         \
    X(DHCP_DEVICE_MODEL, "dhcp.device.model", TEXT)                     \
    X(DHCP_DEVICE_SERIAL, "dhcp.device.serial", FACT)                   \
    X(DHCP_DEVICE_HW, "dhcp.device.hw", FACT)                           \
    X(DHCP_DEVICE_FW, "dhcp.device.fw", FACT)                           \
    X(DHCP_DEVICE_SW, "dhcp.device.sw", TEXT)                           \
    X(DHCP_RELAY_ADDR, "dhcp.relay_addr", FACT)                         \
    X(DHCP_RELAY_CIRCUIT_ID, "dhcp.relay_circuit_id", FACT)             \
    X(DHCP_RELAY_REMOTE_ID, "dhcp.relay_remote_id", FACT)               \
    X(DHCP_SERVER, "dhcp.server", FACT)                                 \
    X(DHCP_LEASE, "dhcp.lease", FACT)                                   \
    X(DHCPV6_DUID, "dhcpv6.duid", FACT)                                 \
    X(DHCPV6_DUID_MAC, "dhcpv6.duid_mac", MAC)                          \
    X(DHCPV6_DUID_ENTERPRISE, "dhcpv6.duid_enterprise", FACT)           \
    X(DHCPV6_FQDN, "dhcpv6.fqdn", NAME)                                 \
    X(DHCPV6_PARAM_LIST, "dhcpv6.param_list", FACT)                     \
    X(DHCPV6_PREFIX, "dhcpv6.prefix", FACT)                             \
    X(DHCPV6_SERVER_ID, "dhcpv6.server_id", FACT)                       \
    X(RA_ROUTER, "ra.router", FACT)                                     \
    X(RA_FLAGS, "ra.flags", FACT)                                       \
    X(RA_PREFIX, "ra.prefix", FACT)                                     \
    X(RA_DNS, "ra.dns", FACT)                                           \
    X(VRRP_GROUP, "vrrp.group", FACT)                                   \
    X(VRRP_ADDRESS, "vrrp.address", FACT)                               \
    X(HSRP_GROUP, "hsrp.group", FACT)                                   \
    X(HSRP_ADDRESS, "hsrp.address", FACT)                               \
    X(HSRP_INTERFACE, "hsrp.interface", MAC)                            \
    X(OSPF_ROUTER_ID, "ospf.router_id", FACT)                           \
    X(OSPF_AREA, "ospf.area", FACT)                                     \
    X(OSPF_HELLO, "ospf.hello", FACT)                                   \
    X(OSPF_NEIGHBOUR, "ospf.neighbour", FACT)                           \
    X(OSPF_LSA, "ospf.lsa", FACT)                                       \
    X(ISIS_SYSTEM_ID, "isis.system_id", FACT)                           \
    X(ISIS_AREA, "isis.area", FACT)                                     \
    X(ISIS_HELLO, "isis.hello", FACT)                                   \
    X(ISIS_NEIGHBOUR, "isis.neighbour", FACT)                           \
    X(ISIS_HOSTNAME, "isis.hostname", NAME)                             \
    X(ISIS_LSP, "isis.lsp", FACT)                                       \
    X(EIGRP_HELLO, "eigrp.hello", FACT)                                 \
    X(PIM_HELLO, "pim.hello", FACT)                                     \
    X(NTP_SERVER, "ntp.server", FACT)                                   \
    X(SSDP_SERVER, "ssdp.server", TEXT)                                 \
    X(SSDP_LOCATION, "ssdp.location", FACT)                             \
    X(SSDP_USN, "ssdp.usn", FACT)                                       \
    X(SSDP_TARGET, "ssdp.target", FACT)                                 \
    X(SSDP_HEADER, "ssdp.header", TEXT)                                 \
    X(SSDP_USER_AGENT, "ssdp.user_agent", TEXT)                         \
    X(UPNP_MANUFACTURER, "upnp.manufacturer", MAKER)                    \
    X(UPNP_MODEL_NAME, "upnp.model_name", TEXT)                         \
    X(UPNP_MODEL_NUMBER, "upnp.model_number", FACT)                     \
    X(UPNP_MODEL_DESCR, "upnp.model_description", TEXT)                 \
    X(UPNP_FRIENDLY_NAME, "upnp.friendly_name", NAME)                   \
    X(UPNP_DEVICE_TYPE, "upnp.device_type", FACT)                       \
    X(UPNP_SERIAL, "upnp.serial", FACT)                                 \
    X(UPNP_UDN, "upnp.udn", FACT)                                       \
    X(WSD_ENDPOINT, "wsd.endpoint", FACT)                               \
    X(WSD_TYPES, "wsd.types", FACT)                                     \
    X(WSD_XADDR, "wsd.xaddr", FACT)                                     \
    X(ONVIF_NAME, "onvif.name", TEXT)                                   \
    X(ONVIF_HARDWARE, "onvif.hardware", TEXT)                           \
    X(ONVIF_MANUFACTURER, "onvif.manufacturer", MAKER)                  \
    X(ONVIF_LOCATION, "onvif.location", FACT)                           \
    X(ONVIF_MAC, "onvif.mac", MAC)                                      \
    X(SADP_DESCRIPTION, "sadp.description", TEXT)                       \
    X(SADP_MAC, "sadp.mac", MAC)                                        \
    X(SADP_SERIAL, "sadp.serial", FACT)                                 \
    X(SADP_SOFTWARE, "sadp.software", TEXT)                             \
    X(SADP_DSP, "sadp.dsp", TEXT)                                       \
    X(SADP_OEM, "sadp.oem", FACT)                                       \
    X(DHDISCOVER_TYPE, "dhdiscover.type", TEXT)                         \
    X(DHDISCOVER_CLASS, "dhdiscover.class", FACT)                       \
    X(DHDISCOVER_MAC, "dhdiscover.mac", MAC)                            \
    X(DHDISCOVER_NAME, "dhdiscover.name", NAME)                         \
    X(DHDISCOVER_MANUFACTURER, "dhdiscover.manufacturer", MAKER)        \
    X(DHDISCOVER_VENDOR, "dhdiscover.vendor", MAKER)                    \
    X(DHDISCOVER_SERIAL, "dhdiscover.serial", FACT)                     \
    X(DHDISCOVER_VERSION, "dhdiscover.version", TEXT)                   \
    X(SNMP_SYS_DESCR, "snmp.sys_descr", TEXT)                           \
    X(SNMP_SYS_OBJECT_ID, "snmp.sys_object_id", OID)                    \
    X(SNMP_SYS_NAME, "snmp.sys_name", NAME)                             \
    X(SNMP_SYS_LOCATION, "snmp.sys_location", FACT)                     \
    X(SNMP_SYS_CONTACT, "snmp.sys_contact", FACT)                       \
    X(SNMP_ENGINE_ID, "snmp.engine_id", OID)                            \
    X(SNMP_TRAP_ENTERPRISE, "snmp.trap_enterprise", FACT)               \
    X(SNMP_IF_MAC, "snmp.if_mac", MAC)                                  \
    X(SNMP_IP_ADDR, "snmp.ip_addr", FACT)                               \
    X(SNMP_VLAN, "snmp.vlan", FACT)                                     \
    X(SNMP_ENT_CLASS, "snmp.ent.class", FACT)                           \
    X(SNMP_ENT_DESCR, "snmp.ent.descr", TEXT)                           \
    X(SNMP_ENT_NAME, "snmp.ent.name", FACT)                             \
    X(SNMP_ENT_HW, "snmp.ent.hw", FACT)                                 \
    X(SNMP_ENT_FW, "snmp.ent.fw", TEXT)                                 \
    X(SNMP_ENT_SW, "snmp.ent.sw", TEXT)                                 \
    X(SNMP_ENT_SERIAL, "snmp.ent.serial", FACT)                         \
    X(SNMP_ENT_MFG, "snmp.ent.mfg", MAKER)                              \
    X(SNMP_ENT_MODEL, "snmp.ent.model", TEXT)                           \
    X(SNMP_ENT_VENDOR_TYPE, "snmp.ent.vendor_type", OID)                \
    X(SNMP_ENT_CONTAINED_IN, "snmp.ent.contained_in", FACT)             \
    X(HTTP_SERVER, "http.server", TEXT)                                 \
    X(HTTP_TITLE, "http.title", TEXT)                                   \
    X(HTTP_FAVICON_MD5, "http.favicon_md5", FACT)                       \
    X(HTTP_WWW_AUTHENTICATE, "http.www_authenticate", TEXT)             \
    X(HTTP_SET_COOKIE, "http.set_cookie", TEXT)                         \
    X(HTTP_X_POWERED_BY, "http.x_powered_by", TEXT)                     \
    X(HTTP_USER_AGENT, "http.user_agent", TEXT)                         \
    X(HTTP_HOST, "http.host", FACT)                                     \
    X(HTTP_PAGE_TITLE, "http.page_title", FACT)                         \
    X(HTTP_VIA, "http.via", FACT)                                       \
    X(HTTP_RELAYED_SERVER, "http.relayed_server", FACT)                 \
    X(HTTP_RELAYED_USER_AGENT, "http.relayed_user_agent", FACT)         \
    X(SSH_BANNER, "ssh.banner", TEXT)                                   \
    X(SSH_HASSH, "ssh.hassh", FACT)                                     \
    X(SSH_HASSH_SERVER, "ssh.hassh_server", FACT)                       \
    X(FTP_BANNER, "ftp.banner", TEXT)                                   \
    X(SMTP_BANNER, "smtp.banner", TEXT)                                 \
    X(TELNET_BANNER, "telnet.banner", TEXT)                             \
    X(POP3_BANNER, "pop3.banner", TEXT)                                 \
    X(IMAP_BANNER, "imap.banner", TEXT)                                 \
    X(TLS_CERT_SUBJECT, "tls.cert.subject", TEXT)                       \
    X(TLS_CERT_ISSUER, "tls.cert.issuer", TEXT)                         \
    X(TLS_JARM, "tls.jarm", FACT)                                       \
    X(TLS_SNI, "tls.sni", FACT)                                         \
    X(TLS_JA4, "tls.ja4", FACT)                                         \
    X(TLS_VERSION, "tls.version", FACT)                                 \
    X(TLS_CIPHER, "tls.cipher", FACT)                                   \
    X(TLS_CERT_NAME, "tls.cert.name", FACT)                             \
    X(TLS_CERT_SERIAL, "tls.cert.serial", FACT)                         \
    X(TLS_CERT_KEY, "tls.cert.key", FACT)                               \
    X(TLS_SITE_SUBJECT, "tls.site.subject", FACT)                       \
    X(TLS_SITE_ISSUER, "tls.site.issuer", FACT)                         \
    X(MDNS_DEVICE_INFO, "mdns.device_info", TEXT)                       \
    X(MDNS_WORKSTATION, "mdns.workstation", TEXT)                       \
    X(MDNS_SERVICE, "mdns.service", FACT)                               \
    X(MDNS_INSTANCE, "mdns.instance", TEXT)                             \
    X(MDNS_HOSTNAME, "mdns.hostname", NAME)                             \
    X(MDNS_TXT, "mdns.txt", TEXT)                                       \
    X(SIP_SERVER, "sip.server", TEXT)                                   \
    X(SIP_USER_AGENT, "sip.user_agent", TEXT)                           \
    X(SIP_RELAYED_SERVER, "sip.relayed_server", FACT)                   \
    X(SIP_RELAYED_USER_AGENT, "sip.relayed_user_agent", FACT)           \
    X(RTSP_SERVER, "rtsp.server", TEXT)                                 \
    X(RTSP_USER_AGENT, "rtsp.user_agent", TEXT)                         \
    X(RTSP_WWW_AUTHENTICATE, "rtsp.www_authenticate", TEXT)             \
    X(NETCONF_CAPABILITY, "netconf.capability", FACT)                   \
    X(NETCONF_VENDOR_CAPABILITY, "netconf.vendor_capability", TEXT)     \
    X(CWMP_MANUFACTURER, "cwmp.manufacturer", MAKER)                    \
    X(CWMP_OUI, "cwmp.oui", FACT)                                       \
    X(CWMP_PRODUCT_CLASS, "cwmp.product_class", FACT)                   \
    X(CWMP_SERIAL, "cwmp.serial", FACT)                                 \
    X(CWMP_SOFTWARE, "cwmp.software_version", FACT)                     \
    X(CWMP_HARDWARE, "cwmp.hardware_version", FACT)                     \
    X(GPON_SERIAL, "gpon.serial", FACT)                                 \
    X(GPON_VENDOR_ID, "gpon.vendor_id", FACT)                           \
    X(CLI_VERSION, "cli.version", TEXT)                                 \
    X(CLI_HOSTNAME, "cli.hostname", NAME)                               \
    X(CLI_DIALECT, "cli.dialect", FACT)                                 \
    X(CLI_IF_MAC, "cli.if_mac", MAC)                                    \
    X(CLI_IP_ADDR, "cli.ip_addr", FACT)                                 \
    X(PART_HOST, "part.host", NAME)                                     \
    X(PART_NAME, "part.name", FACT)                                     \
    X(PART_CLASS, "part.class", FACT)                                   \
    X(PART_MODEL, "part.model", ATTR)                                   \
    X(PART_REVISION, "part.revision", FACT)                             \
    X(PART_SERIAL, "part.serial", FACT)                                 \
    X(PART_MADE, "part.made", FACT)                                     \
    X(OPTIC_VENDOR, "optic.vendor", MAKER)                              \
    X(OPTIC_VENDOR_DOUBTED, "optic.vendor_doubted", MAKER)              \
    X(OPTIC_OUI, "optic.oui", FACT)                                     \
    X(OPTIC_CHECKSUM, "optic.checksum", FACT)                           \
    X(PART_FIRMWARE, "part.firmware", FACT)                             \
    X(CPU_VENDOR, "cpu.vendor", MAKER)                                  \
    X(CPU_MODEL, "cpu.model", TEXT)                                     \
    X(PCI_VENDOR, "pci.vendor", MAKER)                                  \
    X(PCI_DEVICE, "pci.device", TEXT)                                   \
    X(PCI_ID, "pci.id", FACT)                                           \
    X(PCI_SUBSYSTEM, "pci.subsystem", FACT)                             \
    X(DMI_MAKER, "dmi.maker", MAKER)                                    \
    X(FRU_MAKER, "fru.maker", MAKER)                                    \
    X(REDFISH_MAKER, "redfish.maker", MAKER)                            \
    X(REDFISH_UUID, "redfish.uuid", FACT)                               \
    X(IPMI_MANUFACTURER_ID, "ipmi.manufacturer_id", OID)                \
    X(NTP_READVAR, "ntp.readvar", TEXT)                                 \
    X(SMB_NATIVE_OS, "smb.native_os", TEXT)                             \
    X(SMB_NATIVE_LM, "smb.native_lm", TEXT)                             \
    X(DNS_VERSION_BIND, "dns.version_bind", TEXT)                       \
    X(DNS_PTR, "dns.ptr", FACT)                                         \
    X(LLMNR_HOSTNAME, "llmnr.hostname", NAME)                           \
    X(NBNS_NAME, "nbns.name", NAME)                                     \
    X(NBNS_GROUP, "nbns.group", FACT)                                   \
    X(NBNS_UNIT_ID, "nbns.unit_id", MAC)                                \
    X(RADIUS_NAS_IDENTIFIER, "radius.nas_identifier", NAME)             \
    X(RADIUS_NAS_IP, "radius.nas_ip", FACT)                             \
    X(RADIUS_NAS_MAC, "radius.nas_mac", MAC)                            \
    X(RADIUS_NAS_PORT_TYPE, "radius.nas_port_type", FACT)               \
    X(RADIUS_CALLED_STATION, "radius.called_station_id", FACT)          \
    X(RADIUS_VENDOR_DIALECT, "radius.vendor_dialect", FACT)             \
    X(DIAMETER_ORIGIN_HOST, "diameter.origin_host", NAME)               \
    X(DIAMETER_ORIGIN_REALM, "diameter.origin_realm", FACT)             \
    X(DIAMETER_HOST_IP, "diameter.host_ip", FACT)                       \
    X(DIAMETER_VENDOR_ID, "diameter.vendor_id", OID)                    \
    X(DIAMETER_PRODUCT_NAME, "diameter.product_name", TEXT)             \
    X(DIAMETER_FIRMWARE, "diameter.firmware_revision", FACT)            \
    X(DIAMETER_SUPPORTED_VENDOR, "diameter.supported_vendor", FACT)     \
    X(GTP_NODE_ADDRESS, "gtp.node_address", FACT)                       \
    X(GTP_NODE_NAME, "gtp.node_name", FACT)                             \
    X(GTP_RECOVERY, "gtp.recovery", FACT)                               \
    X(GTP_PRIVATE_ENTERPRISE, "gtp.private_enterprise", FACT)           \
    X(PFCP_NODE_NAME, "pfcp.node_name", NAME)                           \
    X(PFCP_NODE_IP, "pfcp.node_ip", FACT)                               \
    X(PFCP_UP_FEATURES, "pfcp.up_features", FACT)                       \
    X(PFCP_CP_FEATURES, "pfcp.cp_features", FACT)                       \
    X(PFCP_ENTERPRISE, "pfcp.enterprise", FACT)                         \
    X(NGAP_RAN_NODE_NAME, "ngap.ran_node_name", NAME)                   \
    X(NGAP_RAN_NODE_ID, "ngap.global_ran_node_id", FACT)                \
    X(NGAP_AMF_NAME, "ngap.amf_name", NAME)                             \
    X(NGAP_SERVED_PLMN, "ngap.served_plmn", FACT)                       \
    X(S1AP_ENB_NAME, "s1ap.enb_name", NAME)                             \
    X(S1AP_ENB_ID, "s1ap.global_enb_id", FACT)                          \
    X(S1AP_MME_NAME, "s1ap.mme_name", NAME)                             \
    X(S1AP_SERVED_PLMN, "s1ap.served_plmn", FACT)                       \
    X(NRF_VENDOR_ID, "nrf.vendor_id", OID)                              \
    X(NRF_NF_TYPE, "nrf.nf_type", FACT)                                 \
    X(NRF_FQDN, "nrf.fqdn", FACT)                                       \
    X(NRF_SERVICE, "nrf.service", FACT)                                 \
    X(NRF_VENDOR_FEATURE, "nrf.vendor_feature", FACT)                   \
    X(INVENTORY_NAME, "inventory.name", NAME)                           \
    X(INVENTORY_MAKER, "inventory.maker", MAKER)                        \
    X(INVENTORY_BRAND, "inventory.brand", ATTR)                         \
    X(INVENTORY_PRODUCT, "inventory.product", ATTR)                     \
    X(INVENTORY_PART_NUMBER, "inventory.part_number", ATTR)             \
    X(INVENTORY_VERSION, "inventory.version", ATTR)                     \
    X(INVENTORY_MAC, "inventory.mac", MAC)                              \
    X(INVENTORY_IP, "inventory.ip", FACT)                               \
    X(INVENTORY_SERIAL, "inventory.serial", FACT)                       \
    X(INVENTORY_FCC_ID, "inventory.fcc_id", FACT)                       \
    X(INVENTORY_SITE, "inventory.site", ATTR)                           \
    X(INVENTORY_COUNTRY, "inventory.country", ATTR)                     \
    X(INVENTORY_ROLE, "inventory.role", ATTR)                           \
    X(INVENTORY_FUNCTION, "inventory.function", ATTR)                   \
    X(INVENTORY_GENERATION, "inventory.generation", ATTR)               \
    X(INVENTORY_CLASS, "inventory.class", ATTR)                         \
    X(INVENTORY_STATUS, "inventory.status", ATTR)                       \
    X(INVENTORY_QUANTITY, "inventory.quantity", ATTR)                   \
    X(INVENTORY_SUPPLIER, "inventory.supplier", ATTR)                   \
    X(INVENTORY_OWNER, "inventory.owner", ATTR)                         \
    X(INVENTORY_OPERATED_BY, "inventory.operated_by", ATTR)             \
    X(INVENTORY_MANAGED_BY, "inventory.managed_by", ATTR)               \
    X(INVENTORY_PARENT, "inventory.parent", ATTR)                       \
    X(INVENTORY_CONTAINS, "inventory.contains", ATTR)                   \
    X(INVENTORY_ESSENTIAL, "inventory.essential", ATTR)                 \
    X(INVENTORY_PURPOSE, "inventory.purpose", ATTR)                     \
    X(INVENTORY_HANDLES_USER_DATA, "inventory.handles_user_data", ATTR) \
    X(INVENTORY_ROUTES_USER_DATA, "inventory.routes_user_data", ATTR)   \
    X(INVENTORY_MANUFACTURED, "inventory.manufactured", ATTR)           \
    X(INVENTORY_PURCHASED, "inventory.purchased", ATTR)                 \
    X(INVENTORY_INSTALLED, "inventory.installed", ATTR)                 \
    X(INVENTORY_AUTHORISED, "inventory.authorised", ATTR)               \
    X(INVENTORY_APPROVAL, "inventory.approval", ATTR)                   \
    X(INVENTORY_MADE_IN, "inventory.made_in", ATTR)                     \
    X(INVENTORY_ASSURANCE, "inventory.assurance", ATTR)                 \
    X(INVENTORY_LEGAL_NAME, "inventory.legal_name", ATTR)               \
    X(INVENTORY_PREMISES, "inventory.premises", ATTR)                   \
    X(INVENTORY_TRAFFIC_BPS, "inventory.traffic_bps", ATTR)             \
    X(INVENTORY_SUBSCRIBERS, "inventory.subscribers", ATTR)             \
    X(INVENTORY_CLEANPATH_ASSET, "inventory.cleanpath_asset", FACT)     \
    X(INVENTORY_ANSWER, "inventory.answer", FACT)                       \
    X(INVENTORY_NOTES, "inventory.notes", FACT)

typedef enum cp_kind {
#define CP_KIND_ID(id, name, use) CP_KIND_##id,
    CP_OBS_KINDS(CP_KIND_ID)
#undef CP_KIND_ID
        CP_KIND_COUNT
} cp_kind;

typedef enum cp_kind_use {
    CP_USE_TEXT,
    CP_USE_OID,
    CP_USE_MAC,
    CP_USE_NAME,
    CP_USE_MAKER,
    CP_USE_ATTR,
    CP_USE_FACT
} cp_kind_use;

enum {
    CP_OBS_IDENTS_MAX = 64, /* of one subject; who has more is told by several observations */
    CP_OBS_VALUE_BYTES_MAX = 4096, /* longer values are cut by the reader, at a character */
};

/* All slices are borrowed by the sink for the duration of the call. */
typedef struct cp_obs {
    const cp_ident *ids; /* the subject: at least one */
    uint32_t n_ids;
    cp_str part; /* component of the subject: "" itself, "ent:67108992" an ENTITY-MIB row ... */
    cp_kind kind;
    cp_str value; /* raw, as read; may hold anything but is at most CP_OBS_VALUE_BYTES_MAX long */
    cp_time at;   /* CP_TIME_NONE where the source has no time */
    uint64_t pos; /* line, row or frame, from 1 */
    /* address space of the subject, where a row names another one than that of its source; "": that
     * of the source */
    cp_str realm;
} cp_obs;

/* One link between two devices as somebody told it: a neighbour table, a discovery frame, a table
 * of links, a graph, a register of cables, the database of a routing protocol. FDB: a bridge (a)
 * learnt on this port the address of b and of nobody else; b.port is that address. */
#define CP_LINK_KINDS(X)              \
    X(LLDP, "lldp")                   \
    X(CDP, "cdp")                     \
    X(FDP, "fdp")                     \
    X(EDP, "edp")                     \
    X(MNDP, "mndp")                   \
    X(LACP, "lacp")                   \
    X(TABLE, "table")                 \
    X(GRAPH, "graph")                 \
    X(CABLE, "cable")                 \
    X(OSPF, "ospf")                   \
    X(ISIS, "isis")                   \
    X(FDB, "fdb")                     \
    X(OSPF_CONFIG, "ospf_configured") \
    X(ISIS_CONFIG, "isis_configured")
typedef enum cp_link_kind {
#define CP_LINK_KIND_ID(id, name) CP_LINK_##id,
    CP_LINK_KINDS(CP_LINK_KIND_ID)
#undef CP_LINK_KIND_ID
        CP_LINK_KIND_COUNT
} cp_link_kind;

typedef struct cp_link_end {
    const cp_ident *ids; /* may be none: the far end of a frame seen on a wire is not told */
    uint32_t n_ids;
    cp_str port;
    /* How a routing protocol calls the device: an OSPF router id ("192.0.2.1") or an IS-IS system
     * id ("0102.0304.0506"); "" none. It is no address, though it often looks like one, so it joins
     * nothing: it is looked for among what devices said of themselves, then among addresses. */
    cp_str router;
} cp_link_end;

/* Of cp_link.end_only: routing does not pass through that end (overload bit). */
enum { CP_LINK_A_END_ONLY = 1, CP_LINK_B_END_ONLY = 2 };
#define CP_METRIC_MAX UINT32_MAX    /* the largest that is kept; readers tell of others */
#define CP_METRIC_UNUSED UINT64_MAX /* told: routing does not use the link that way */

typedef struct cp_link {
    cp_link_kind kind;
    cp_link_end a, b;
    cp_str name;        /* what somebody calls the link; "" nothing */
    cp_str layer, srlg; /* as in the table of links; several SRLGs with `;` between; "" not given */
    cp_str area;        /* of OSPF ("0.0.0.0") or level of IS-IS ("level-1"); "" none */
    uint64_t metric, metric_back; /* a to b, b to a; 0: not given; or CP_METRIC_UNUSED */
    uint64_t capacity_bps;        /* 0: not given */
    bool both_sides;              /* told for both ends (a row of a links table) */
    uint8_t end_only;             /* CP_LINK_A_END_ONLY | CP_LINK_B_END_ONLY */
    cp_time at;
    uint64_t pos;
} cp_link;

/* A relation of two things that is no link:
 *   NEEDS    a needs b; needs of one `name` (a group) are options, any of them will do; all groups
 *            count. `what`: manager, controller, core, host, storage, timing, dns, aaa ...
 *   CARRIED  the link called `link` rides on b, a transmission device or leased segment, by the
 *            alternative `name`; all b of one alternative are used. a has no identifiers
 *   DEMAND   from a to b flow `amount` bits per second; either may also be a site, a prefix or a
 *            group
 *   ALIAS    a is another name of b: they are one. Of a person who says so: `name` is that of who,
 *            `what` why, `amount` when (cp_time); "" and 0 in a table that nobody signed
 *   NOT_ALIAS     they are two; signed likewise. b may be a REF "source:FILE": what that says of a
 *   ALIAS_UNDONE  what was said of the two before counts no longer; signed likewise
 *   INSPECTION  to inspect b costs `amount` thousandths; without b, each thing that stands at the
 *            site `name` and is of the class `what`, of those two that are given; with none of the
 *            three, each that no other tie prices. a has no identifiers */
#define CP_TIE_KINDS(X)             \
    X(NEEDS, "needs")               \
    X(CARRIED, "carried")           \
    X(DEMAND, "demand")             \
    X(ALIAS, "alias")               \
    X(NOT_ALIAS, "not_alias")       \
    X(ALIAS_UNDONE, "alias_undone") \
    X(INSPECTION, "inspection")
typedef enum cp_tie_kind {
#define CP_TIE_KIND_ID(id, name) CP_TIE_##id,
    CP_TIE_KINDS(CP_TIE_KIND_ID)
#undef CP_TIE_KIND_ID
        CP_TIE_KIND_COUNT
} cp_tie_kind;

typedef struct cp_tie {
    cp_tie_kind kind;
    const cp_ident *a, *b;
    uint32_t n_a, n_b;
    cp_str link, name, what; /* "" not given */
    uint64_t amount;         /* of a demand, an inspection, or what is signed; 0 of the others */
    uint64_t pos;
} cp_tie;

/* Rows of what one router says that it does with packets, packed as state.h says. */
typedef struct cp_state_block {
    const cp_ident *ids; /* the router: at least one */
    uint32_t n_ids;
    uint32_t n_rows; /* at least one */
    uint32_t kinds;  /* of rows that are in it, 1 << cp_state_kind each; 0: not told */
    cp_bytes bytes;
    int64_t place; /* where a case keeps it, that tells of it again; 0: nowhere */
} cp_state_block;

typedef struct cp_obs_sink {
    void *ctx;
    cp_rc (*obs)(void *ctx, const cp_obs *o, cp_err *err);
    cp_rc (*link)(void *ctx, const cp_link *l, cp_err *err); /* NULL: links are not wanted */
    /* NULL: what is said about makers and products, and not about one device, is not wanted.
     * `source` is not set by who tells it. */
    cp_rc (*statement)(void *ctx, const cp_statement *x, cp_err *err);
    cp_rc (*tie)(void *ctx, const cp_tie *t, cp_err *err); /* NULL: not wanted */
    /* NULL, all three: flows are not wanted. Those who tell each block's flows are told after it,
     * once each (flow.h). */
    cp_rc (*flows)(void *ctx, const cp_flow_block *b, cp_err *err);
    cp_rc (*exporter)(void *ctx, const cp_exporter *x, cp_err *err);
    cp_rc (*flow_name)(void *ctx, const cp_flow_name *n, cp_err *err);
    /* NULL: who announces which prefix, and names of AS, are not wanted (origin.h). */
    cp_rc (*origins)(void *ctx, const cp_origin_block *b, cp_err *err);
    /* NULL: what routers say of their forwarding is not wanted. */
    cp_rc (*state)(void *ctx, const cp_state_block *b, cp_err *err);
    uint32_t state_kinds; /* a case tells only of blocks that have one of these; 0: of all */
    /* Routes of BGP: not wanted where n_routes is 0. A reader that has several threads at work
     * hands on to as many of them, each of its threads to one; others to the first. Who wants
     * routes wants nothing else of a routing table. */
    const cp_bgp_to *routes;
    uint32_t n_routes;
    /* What files of one command tell each other of templates (sources/flow/shared.h); NULL: each is
     * on its own. */
    struct cp_flow_shared *shared;
    /* Routes of BGP and BMP in captures (sources/pcap/bgp.h); NULL: not wanted. */
    struct cp_bgp_heard *bgp;
} cp_obs_sink;

const char *cp_ident_kind_name(cp_ident_kind k);
bool cp_ident_kind_by_name(cp_str name, cp_ident_kind *out);
const char *cp_kind_name(cp_kind k);
cp_kind_use cp_kind_use_of(cp_kind k);
bool cp_kind_by_name(cp_str name, cp_kind *out);
const char *cp_link_kind_name(cp_link_kind k);
const char *cp_tie_kind_name(cp_tie_kind k);
bool cp_tie_kind_by_name(cp_str name, cp_tie_kind *out);
