/* SPDX-License-Identifier: Apache-2.0 */
/* VRP whose command line speaks Chinese: headings are not understood, rows are. No log of such a
 * system was found; the forms of the rows are those of the others, the headings are
 * translations. */
#include "sources/state/state.h"
#include "state_rows.h"

static const state_row rows[] = {
    { "language-mode chinese: rows are read below headings that are not understood",
      "<r1>language-mode chinese\n"
      "提示：改变语言模式成功。\n"
      "<r1>display ip routing-table\n"
      "路由标记: R - 中继, D - 下发到转发表\n"
      "------------------------------------------------------------------------------\n"
      "路由表: 公网\n"
      "目的地/掩码         协议    优先级 开销     标记 下一跳          接口\n"
      "      192.0.2.0/24  Direct  0    0             D   192.0.2.1       GE0/1/0\n"
      "      198.51.100.0/24  OSPF    10   3          D   192.0.2.2       GE0/1/0\n"
      "      198.51.100.0/33  OSPF    10   3          D   192.0.2.2       GE0/1/0\n"
      "<r1>display fib\n"
      "目的地/掩码         下一跳     标记  时间     接口  隧道\n"
      "192.0.2.0/24   192.0.2.1   U   t[10]   GE0/1/0   0x0\n"
      "<r1>display arp all\n"
      "IP地址          MAC地址         老化时间  类型        接口        VPN实例\n"
      "192.0.2.2       0000-5e00-5302  17        D-0         GE0/1/0     red\n"
      "192.0.2.3       0000-5e00-53zz  17        D-0         GE0/1/0\n"
      "<r1>display interface brief\n"
      "接口                        物理   协议   入利用率 出利用率  入错误  出错误\n"
      "GE0/1/0                     up     up        0%     0%          0          0\n"
      "GE0/1/1                     什么   up        0%     0%          0          0\n"
      "<r1>display ip interface brief\n"
      "接口                              地址/掩码            物理       协议      VPN\n"
      "GE0/1/0                           192.0.2.1/24         up         up       red\n"
      "<r1>display mac-address\n"
      "MAC地址        虚拟局域网                         接口           类型\n"
      "0000-5e00-5301 10/-/-                            XGE0/0/1            dynamic\n"
      "<r1>display mpls lsp\n"
      "转发等价类         入/出标签       入/出接口                      VPN名\n"
      "192.0.2.9/32       NULL/1025       -/GE1/0/0\n",
      "@r1\n"
      "line \"路由标记: R - 中继, D - 下发到转发表\" :4\n"
      "line \"路由表: 公网\" :6\n"
      "line \"目的地/掩码         协议    优先级 开销     标记 下一跳          接口\" :7\n"
      "route 192.0.2.0/24 if GE0/1/0 Direct 0/0 used connected :8\n"
      "route 198.51.100.0/24 via 192.0.2.2 if GE0/1/0 OSPF 10/3 used :9\n"
      "line \"      198.51.100.0/33  OSPF    10   3          D   192.0.2.2       GE0/1/0\" :10\n"
      "limit not understood \"4 lines of the table\" :11\n"
      "line \"目的地/掩码         下一跳     标记  时间     接口  隧道\" :12\n"
      "route 192.0.2.0/24 if GE0/1/0 fib 0/0 used connected :13\n"
      "limit not understood \"1 line of the table\" :14\n"
      "line \"IP地址          MAC地址         老化时间  类型        接口        VPN实例\" :15\n"
      "neighbour [red] 192.0.2.2 00:00:5e:00:53:02 if GE0/1/0 :16\n"
      "line \"192.0.2.3       0000-5e00-53zz  17        D-0         GE0/1/0\" :17\n"
      "limit not understood \"2 lines of the table\" :18\n"
      "line \"接口                        物理   协议   入利用率 出利用率  入错误  出错误\" :19\n"
      "iface GE0/1/0 up :20\n"
      "line \"GE0/1/1                     什么   up        0%     0%          0          0\" :21\n"
      "line \"接口                              地址/掩码            物理       协议      VPN\" "
      ":23\n"
      "iface [red] GE0/1/0 up :24\n"
      "address [red] 192.0.2.1/24 if GE0/1/0 :24\n"
      "line \"MAC地址        虚拟局域网                         接口           类型\" :26\n"
      "station mac 00:00:5e:00:53:01 vlan 10 if XGE0/0/1 \"dynamic\" :27\n"
      "line \"转发等价类         入/出标签       入/出接口                      VPN名\" :29\n"
      "lsp 192.0.2.9/32 label none to 1025 if GE1/0/0 :30\n",
      "4 not understood: 路由标记: R - 中继, D - 下发到转发表\n"
      "6 no prefix: 路由表: 公网\n"
      "7 the length of the prefix is no number: 目的地/掩码         协议    优先级 开销     标记 "
      "下一跳          接口\n"
      "10 a prefix longer than its address: 198.51.100.0/33  OSPF    10   3          D   192.0.2.2 "
      "      GE0/1/0\n"
      "12 not understood: 目的地/掩码         下一跳     标记  时间     接口  隧道\n"
      "15 not understood: IP地址          MAC地址         老化时间  类型        接口        "
      "VPN实例\n"
      "17 no hardware address: 192.0.2.3       0000-5e00-53zz  17        D-0         GE0/1/0\n"
      "19 not understood: 接口                        物理   协议   入利用率 出利用率  入错误  "
      "出错误\n"
      "21 no state of an interface: GE0/1/1                     什么   up        0%     0%         "
      " 0          0\n"
      "23 not understood: 接口                              地址/掩码            物理       协议   "
      "   VPN\n"
      "26 not understood: MAC地址        虚拟局域网                         接口           类型\n"
      "29 not understood: 转发等价类         入/出标签       入/出接口                      "
      "VPN名\n",
      CP_OK, "", NULL },
    { "messages that tell that nothing is there are no answer; what nobody typed is not guessed at",
      "<r1>display ip routing-table\n"
      "错误：未识别的命令\n"
      "<r1>display arp\n"
      "IP ADDRESS      MAC ADDRESS     EXPIRE(M) TYPE        INTERFACE   VPN-INSTANCE\n"
      "192.0.2.2       0000-5e00-5302  17        D-0         GE0/1/0\n",
      "@r1\n"
      "neighbour 192.0.2.2 00:00:5e:00:53:02 if GE0/1/0 :5\n",
      "", CP_OK, "", NULL },
};

int main(void)
{
    state_rows_check(rows, sizeof rows / sizeof *rows);
    return tap_done();
}
