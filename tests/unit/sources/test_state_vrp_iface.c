/* SPDX-License-Identifier: Apache-2.0 */
/* Interfaces, addresses, bundles and VPNs of VRP and Comware. The forms are those of
 * docs/formats/router-state.md (VRP, Comware). */
#include "sources/state/state.h"
#include "state_rows.h"

static const state_row rows[] = {
    { "interfaces: members below their bundle, states",
      "<r1>display interface brief\n"
      "PHY: Physical\n"
      "*down: administratively down\n"
      "(l): loopback\n"
      "InUti/OutUti: input utility/output utility\n"
      "Interface                   PHY   Protocol  InUti OutUti   inErrors  outErrors\n"
      "Eth-Trunk1                  up    up           0%     0%          0          0\n"
      "  GigabitEthernet0/0/1      up    up           0%     0%          0          0\n"
      "  GigabitEthernet0/0/2      *down down         0%     0%          0          0\n"
      "10GE1/0/1(10G)              up    down         0%     0%          0          0\n"
      "GigabitEthernet0/0/3.100    up    up           0%     0%          0          0\n"
      "NULL0                       up    up(s)        --     --          0          0\n"
      "Tunnel0/0/1                 up    up           --     --          0          0\n"
      "Vlanif9                     kaputt up          --     --          0          0\n",
      "@r1\n"
      "iface Eth-Trunk1 up :7\n"
      "iface GigabitEthernet0/0/1 up member parent Eth-Trunk1 :8\n"
      "iface GigabitEthernet0/0/2 down member parent Eth-Trunk1 :9\n"
      "iface 10GE1/0/1 :10\n"
      "iface GigabitEthernet0/0/3.100 up parent GigabitEthernet0/0/3 :11\n"
      "iface NULL0 up :12\n"
      "iface Tunnel0/0/1 up :13\n"
      "limit tunnel if Tunnel0/0/1 \"Tunnel0/0/1\" :13\n"
      "line \"Vlanif9                     kaputt up          --     --          0          0\" "
      ":14\n",
      "14 no state of an interface: Vlanif9                     kaputt up          --     --       "
      "   0          0\n",
      CP_OK },
    { "addresses, of VPNs, too",
      "<r1>display ip interface brief\n"
      "*down: administratively down\n"
      "(s): spoofing\n"
      "The number of interface that is UP in Physical is 2\n"
      "Interface                         IP Address/Mask      Physical   Protocol VPN\n"
      "GigabitEthernet0/0/1              192.0.2.1/24         up         up       red\n"
      "LoopBack0                         203.0.113.1/32       up         up(s)    --\n"
      "NULL0                             unassigned           up         up(s)\n"
      "GigabitEthernet0/0/2              192.0.2.1/33         up         up\n"
      "GigabitEthernet0/0/3              192.0.2.1            up         sideways\n",
      "@r1\n"
      "iface [red] GigabitEthernet0/0/1 up :6\n"
      "address [red] 192.0.2.1/24 if GigabitEthernet0/0/1 :6\n"
      "iface LoopBack0 up :7\n"
      "address 203.0.113.1/32 if LoopBack0 :7\n"
      "iface NULL0 up :8\n"
      "line \"GigabitEthernet0/0/2              192.0.2.1/33         up         up\" :9\n"
      "line \"GigabitEthernet0/0/3              192.0.2.1            up         sideways\" :10\n",
      "9 no address and length: GigabitEthernet0/0/2              192.0.2.1/33         up         "
      "up\n"
      "10 no states of an interface: GigabitEthernet0/0/3              192.0.2.1            up     "
      "    sideways\n",
      CP_OK },
    { "an interface as VRP tells of it",
      "<r1>display interface GigabitEthernet 0/0/1\n"
      "GigabitEthernet0/0/1 current state : UP\n"
      "Line protocol current state : UP\n"
      "Last line protocol up time : 2026-01-01 00:00:00\n"
      "Description:to r2\n"
      "Route Port,The Maximum Transmit Unit is 1500\n"
      "Internet Address is 192.0.2.1/24\n"
      "Internet Address is 198.51.100.1/24 Sub\n"
      "IP Sending Frames' Format is PKTFMT_ETHNT_2, Hardware address is 000a-0b00-5301\n"
      "Input:  10 packets, 20 bytes\n"
      "this line is not known\n"
      "Tunnel0/0/1 current state : Administratively DOWN\n"
      "Line protocol current state : DOWN\n"
      "Internet Address is 192.0.2.300/24\n",
      "@r1\n"
      "address 192.0.2.1/24 if GigabitEthernet0/0/1 :7\n"
      "address 198.51.100.1/24 if GigabitEthernet0/0/1 secondary :8\n"
      "line \"this line is not known\" :11\n"
      "iface GigabitEthernet0/0/1 up mac 00:0a:0b:00:53:01 :2\n"
      "line \"Internet Address is 192.0.2.300/24\" :14\n"
      "iface Tunnel0/0/1 down :12\n"
      "limit tunnel if Tunnel0/0/1 \"Tunnel0/0/1\" :14\n",
      "11 not understood: this line is not known\n"
      "14 no address and length: Internet Address is 192.0.2.300/24\n",
      CP_OK },
    { "interfaces as Comware tells of them",
      "<r1>display interface\n"
      "Vlan-interface2000\n"
      "Current state: UP\n"
      "Line protocol state: UP\n"
      "Description: Servers\n"
      "Internet address: 192.0.2.1/24 (Primary)\n"
      "IP packet frame type: Ethernet II, hardware address: 000a-0b00-5301\n"
      "Last clearing of counters: Never\n"
      "\n"
      "Route-Aggregation1.4 current state: UP\n"
      "Line protocol current state: UP(spoofing)\n"
      "Internet Address is 198.51.100.1/24 Primary\n"
      "Policy routing is enabled, using route map out\n",
      "@r1\n"
      "address 192.0.2.1/24 if Vlan-interface2000 :6\n"
      "iface Vlan-interface2000 up mac 00:0a:0b:00:53:01 :2\n"
      "address 198.51.100.1/24 if Route-Aggregation1.4 :12\n"
      "limit policy routing if Route-Aggregation1.4 \"Policy routing is enabled, using route map "
      "out\" :13\n"
      "iface Route-Aggregation1.4 up parent Route-Aggregation1 :10\n",
      "", CP_OK },
    { "bundles",
      "<r1>display eth-trunk\n"
      "Eth-Trunk0's state information is:\n"
      "WorkingMode: NORMAL         Hash arithmetic: According to SIP-XOR-DIP\n"
      "Least Active-linknumber: 1  Max Bandwidth-affected-linknumber: 8\n"
      "Operate status: up          Number Of Up Port In Trunk: 2\n"
      "--------------------------------------------------------------------------------\n"
      "PortName                      Status      Weight\n"
      "GigabitEthernet0/0/27         Up          1\n"
      "GigabitEthernet0/0/28         Down        1\n"
      "\n"
      "Eth-Trunk1's state information is:\n"
      "Local:\n"
      "LAG ID: 1                   WorkingMode: LACP\n"
      "--------------------------------------------------------------------------------\n"
      "ActorPortName          Status   PortType PortPri PortNo PortKey PortState Weight\n"
      "GigabitEthernet0/0/11  Selected 1GE      32768   1      305     10111100  1\n"
      "GigabitEthernet0/0/12  Unselect 1GE      32768   2      305     10111100  1\n"
      "\n"
      "Partner:\n"
      "--------------------------------------------------------------------------------\n"
      "ActorPortName          SysPri   SystemID        PortPri PortNo PortKey PortState\n"
      "GigabitEthernet0/0/11  65535    000a-0b00-5301  255     1      9       10111100\n",
      "@r1\n"
      "iface GigabitEthernet0/0/27 up member parent Eth-Trunk0 :8\n"
      "iface GigabitEthernet0/0/28 down member parent Eth-Trunk0 :9\n"
      "iface GigabitEthernet0/0/11 up member parent Eth-Trunk1 :16\n"
      "iface GigabitEthernet0/0/12 down member parent Eth-Trunk1 :17\n",
      "", CP_OK },
    { "whose interfaces are of which VPN",
      "<r1>display ip vpn-instance interface\n"
      " Total VPN-Instances configured      : 2\n"
      "\n"
      " VPN-Instance Name and ID : red, 1\n"
      "  Interface Number : 2\n"
      "  Interface list : Vlanif1823,\n"
      "                   LoopBack5\n"
      " VPN-Instance Name and ID : blue, 2\n"
      "  Interface list : GE0/0/1\n",
      "@r1\n"
      "iface [red] Vlanif1823 :6\n"
      "iface [red] LoopBack5 :7\n"
      "iface [blue] GE0/0/1 :9\n",
      "", CP_OK },
    { "virtual addresses: of a master only",
      "<r1>display vrrp\n"
      "  Vlanif100 | Virtual Router 1\n"
      "    State : Master\n"
      "    Virtual IP : 192.0.2.254\n"
      "    Master IP : 192.0.2.1\n"
      "    PriorityRun : 120\n"
      "  Vlanif200 | Virtual Router 2\n"
      "    State : Backup\n"
      "    Virtual IP : 198.51.100.254\n"
      "<r2>display vrrp brief\n"
      "VRID  State        Interface                Type     Virtual IP\n"
      "----------------------------------------------------------------\n"
      "1     Master       Vlanif100                Normal   192.0.2.254\n"
      "2     Backup       Vlanif200                Normal   198.51.100.254\n",
      "@r1\n"
      "address 192.0.2.254/32 if Vlanif100 virtual :4\n"
      "@r2\n"
      "address 192.0.2.254/32 if Vlanif100 virtual :13\n",
      "", CP_OK },
    { "interfaces of Comware in both modes",
      "<r1>display interface brief\n"
      "Brief information on interfaces in route mode:\n"
      "Link: ADM - administratively down; Stby - standby\n"
      "Protocol: (s) - spoofing\n"
      "Interface            Link Protocol Primary IP      Description\n"
      "GE0/0                ADM  DOWN     --              not used\n"
      "Vlan1                UP   UP       192.0.2.1       to r2\n"
      "\n"
      "Brief information on interfaces in bridge mode:\n"
      "Link: ADM - administratively down; Stby - standby\n"
      "Speed: (a) - auto\n"
      "Duplex: (a)/A - auto; H - half; F - full\n"
      "Type: A - access; T - trunk; H - hybrid\n"
      "Interface            Link Speed     Duplex Type PVID Description\n"
      "GE3/0                UP   1G(a)     F(a)   A    1\n"
      "GE3/1                DOWN auto      A      A    1\n",
      "@r1\n"
      "iface GE0/0 down :6\n"
      "iface Vlan1 up :7\n"
      "address 192.0.2.1/32 if Vlan1 :7\n"
      "iface GE3/0 up :15\n"
      "iface GE3/1 down :16\n",
      "", CP_OK },
};

int main(void)
{
    state_rows_check(rows, sizeof rows / sizeof *rows);
    return tap_done();
}
