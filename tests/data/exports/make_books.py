#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""make_books.py - writes the workbooks of this folder again: the same bytes each time. Names, numbers and addresses are
made up; the forms are those of ORIGIN.md."""
import os, sys
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))
from book import Book, V, date, number

HERE = os.path.dirname(os.path.abspath(__file__))


def save(book, name):
    book.save(os.path.join(HERE, name))


# What an accountant keeps: a title, amounts, dates of purchase, a heading for each room, a total, what was sold.
assets = [['Metro Example Broadband LLC'], ['Fixed assets, network and security equipment'], ['Printed', date(46349)], [],
          ['Asset no.', 'Description', 'Manufacturer', 'Model', 'Serial no.', 'Qty', 'Date of purchase', 'Unit price', 'Amount', 'Location', 'Status'],
          ['Head end'],
          ['FA-1001', 'Core router', 'Juniper', 'MX204', 'CB0419AN0011', number(1), date(43530), number(38500, 8), V(38500, style=8, formula='F7*H7'), 'Head end', 'in use'],
          ['FA-1002', 'OLT', 'ZTE', 'C320', '719003200147', number(1), date(43801), number(9900, 8), V(9900, style=8, formula='F8*H8'), 'Head end', 'in use'],
          ['FA-1003', 'Customer ONTs', 'ZTE', 'F660', '', number(120), date(43801), number(31.5, 8), V(3780, style=8, formula='F9*H9'), 'Customers', 'in use'],
          ['Office'],
          ['FA-1004', 'Switch, 24 ports', 'Netgear', 'GS324', '5KX1890N00CC1', number(2), date(44130), number(129.9, 8), V(259.8, style=8, formula='F11*H11'), 'Office', 'in use'],
          ['FA-1005', 'Cameras', 'Hikvision', 'DS-2CD2143G2-I', '', number(8), date(44200), number(118, 8), V(944, style=8, formula='F12*H12'), 'Office', 'in use'],
          ['FA-0912', 'Router', 'Huawei', 'AR1220', '210235384810C5000123', number(1), date(41244), number(0, 8), V(0, style=8, formula='F13*H13'), 'Store', 'disposed'],
          ['Total', '', '', '', '', V(133, formula='SUM(F7:F13)'), '', '', V(53383.8, style=8, formula='SUM(I7:I13)')]]
save(Book().sheet('Register', assets, merges=['A1:K1', 'A2:K2', 'A6:K6', 'A10:K10'], hidden_columns=[(8, 9)], hidden_rows=[13])
     .sheet('Notes', [['Depreciation is linear over five years.'], ['Ask Pat before the yearly audit.']]), 'accounts-register.xlsx')

# An element manager: one row of the name of the element and its site for six radios.
radios = [['Inventory report'], [], ['NE Name', 'Site Name', 'NE Type', 'Board Name', 'Board Type', 'BOM Code/Item', 'Serial No.', 'Manufacturer', 'Issue Date', 'Software Version']]
for site in range(2):
    for i in range(6):
        radios.append(['NB-%04d' % (2301 + site) if i == 0 else '', ('North mast', 'South mast')[site] if i == 0 else '', 'BTS3900 LTE' if i == 0 else '', 'RRU-%d' % (60 + i), ('RRU5909', 'RRU3959')[i % 2],
                       ('02312CVL', '02311JNT')[i % 2], '2102312CVL10J%07d' % (5000301 + 40 * site + i), 'Huawei', date(43600 + i, 1), 'BTS3900 V100R015C10SPC180'])
save(Book(prefix='x:', inline=True).sheet('Board Report', radios, merges=['A1:J1'] + ['%s%d:%s%d' % (c, r, c, r + 5) for r in (4, 10) for c in 'ABC']), 'element-manager-boards.xlsx')

save(Book().sheet('网元清单', [['网元清单（示例数据）'], ['网元名称', '网元类型', '设备厂家', '单板类型', '序列号', '管理IP', '机房', '软件版本', '设备状态', '入网日期'],
     ['示例-核心-01', 'NE40E-X8', '华为', 'CR5D00E8', '210305G06310H5000017', '192.0.2.11', '城东机房', 'V800R012', '在用', date(43252)],
     ['示例-接入-02', 'C600', '中兴通讯', 'GFGH', '719C60003344', '192.0.2.12', '城西机房', 'V1.2.2', '在用', date(43617)],
     ['示例-备件-03', 'S5720', '华为', '', '2102350DLR10H6000021', '', '中心库房', '', '库存', date(42010)],
     ['合计', '3']], merges=['A1:J1']), 'chinese-elements.xlsx')

save(Book().sheet('장비목록', [['장비명', '제조사', '모델명', '시리얼번호', '관리 IP', '국사', '수량', '설치일', '운용상태'],
     ['북부-집선-01', '다산네트웍스', 'V6848XG', 'DZS1907A00412', '198.51.100.31', '북부국사', number(1), '2019년 7월 3일', '운용중'],
     ['남부-OLT-01', '유비쿼스', 'U9500H', 'UBQ20110099871', '198.51.100.32', '남부국사', number(1), '2020년 11월 20일', '운용중'],
     ['구형-MSPP-7', '화웨이', 'OSN 3500', '2102310XYZ10A5000044', '198.51.100.33', '남부국사', number(1), '2011년 3월', '철거'],
     ['합계', '', '', '', '', '', number(3)]]), 'korean-register.xlsx')

save(Book().sheet('Geräteliste', [['Stadtwerke Musterstadt - Bestand der Netztechnik'], ['Stand:', '23.11.2026'], [],
     ['Gerät', 'Hersteller', 'Modell', 'Seriennummer', 'MAC-Adresse', 'IP-Adresse', 'Standort', 'Softwarestand', 'Anschaffungsdatum', 'Zustand', 'Bemerkung'],
     ['rt-nord-1', 'Lancom', 'ISG-5000', '4003112218100177', '00:a0:57:00:5e:01', '203.0.113.1', 'Umspannwerk Nord', '10.72', '14.03.2021', 'in Betrieb', ''],
     ['sw-nord-2', 'Hirschmann', 'MACH104', '942003101120600117', '00:80:63:00:5e:02', '203.0.113.2', 'Umspannwerk Nord', number('9.10', 5), '02.11.2018', 'in Betrieb', 'Ersatz bestellt'],
     ['lte-west', 'Huawei', 'B525s-23a', number(358240051111110, 4), '', '203.0.113.3', 'Pumpwerk West', '', '30.06.2019', 'in Betrieb', 'Seriennummer ist die IMEI'],
     ['alt-7', 'ZTE', 'ZXR10 5928E', '219431700155', '', '', 'Lager', '', '2012', 'stillgelegt', '']], merges=['A1:K1']), 'german-utility.xlsx')

save(Book(date1904=True).sheet('Equipos', [['Nombre del equipo', 'Fabricante', 'Modelo', 'Número de serie', 'Dirección IP', 'Sitio', 'Cantidad', 'Fecha de compra', 'Estado'],
     ['rtr-centro-1', 'MikroTik', 'CCR1036-8G-2S+', '8A7708C2F1D1', '192.0.2.61', 'Centro', number(1), date(42000 - 1462), 'en servicio'],
     ['sw-norte-2', 'TP-Link', 'T2600G-28TS', '2187654001223', '192.0.2.62', 'Norte', number(1), date(43831 - 1462), 'en servicio'],
     ['cpe-clientes', 'Huawei', 'HG8145V5', '', '', 'Norte', number(450), date(44013 - 1462, 3), 'en servicio'],
     ['Total general', '', '', '', '', '', number(452)]]), 'spanish-isp.xlsx')

# An installer's list: what hangs where, by address, and what he has in stock, on sheets of their own; the price list is hidden.
save(Book().sheet('Cameras', [['Camera list, Example School District'], ['No.', 'Camera', 'Brand', 'Model', 'MAC', 'IP', 'Building', 'Firmware', 'Installed'],
     [number(1), 'Main entrance', 'Hikvision', 'DS-2CD2085FWD-I', '44-19-B6-00-5E-11', '192.0.2.101', 'A', 'V5.6.3', date(43313)],
     [number(2), 'Parking', 'Dahua', 'IPC-HFW5831E', '90:02:A9:00:5E:12', '192.0.2.102', 'A', '2.800', date(43313)],
     [number(3), 'Library', 'Axis', 'P3245-LV', '00408C005E13', '192.0.2.103', 'B', '10.12.104', date(44444)],
     [number(4), 'Gym', 'LTS', 'CMIP9382W-28M', '9C:14:63:00:5E:14', '192.0.2.104', 'B', '', date(43700)]], merges=['A1:I1'])
     .sheet('Recorders', [['Name', 'Make', 'Model', 'S/N', 'IP address', 'Cameras'], ['NVR-A', 'Hikvision', 'DS-7716NI-K4', 'DS7716NIK40120190711CCRR123456789WCVU', '192.0.2.120', number(16)]])
     .sheet('Prices', [['Model', 'Price'], ['P3245-LV', number(540)]], hidden=True), 'camera-list.xlsx')

# A network in one workbook: what there is, how it hangs together, two tables below one another; what was taken out is hidden.
save(Book().sheet('Read me', [['How to fill in this workbook'], ['Do not change the names of the sheets.']])
     .sheet('Devices', [['Device name', 'Vendor', 'Model', 'S/N', 'Mgmt IP', 'Site'], ['core-1', 'Nokia', '7750 SR-7', 'NS1748T0101', '192.0.2.1', 'Centre'],
                        ['agg-1', 'Nokia', '7250 IXR-e', 'NS2013T0202', '192.0.2.2', 'East'], ['acc-1', 'Ciena', '5142', 'M7741890', '192.0.2.3', 'East'], [], ['Wireless equipment'],
                        ['Radio', 'Manufacturer', 'Type', 'Serial number', 'Site'], ['mw-1', 'Ceragon', 'IP-20C', 'F20C1770301', 'East'], ['mw-2', 'Ceragon', 'IP-20C', 'F20C1770302', 'Hill'],
                        ['Device name', 'Vendor', 'Model', 'S/N', 'Mgmt IP', 'Site'], ['core-2', 'Nokia', '7750 SR-7', 'NS1748T0103', '192.0.2.4', 'Centre']])
     .sheet('Links', [['From', 'To', 'From port', 'To port', 'Capacity'], ['core-1', 'agg-1', '1/1/1', '1/1/c1', '100G'], ['agg-1', 'acc-1', '1/1/c2', '1', '10G'], ['core-1', 'core-2', '1/1/2', '1/1/2', '100G'],
                      ['mw-1', 'mw-2', 'ODU', 'ODU', '1 Gbit/s']])
     .sheet('Taken out', [['Device name', 'Vendor', 'Model', 'S/N', 'Status'], ['old-1', 'Huawei', 'CX600-X3', '2102350AHB10C1000007', 'removed']], hidden=True), 'network-in-one-book.xlsx')

# Headers in a language of which no word is known: what the columns are shows in their values.
save(Book().sheet('Лист1', [['Устройство', 'Производитель', 'Серийный номер', 'MAC-адрес', 'IP-адрес', 'Шлюз'],
     ['sw-dvor-1', 'Eltex', 'ES2A001177', 'A8:F9:4B:00:5E:21', '192.0.2.201', '192.0.2.254'], ['sw-dvor-2', 'Eltex', 'ES2A001178', 'A8:F9:4B:00:5E:22', '192.0.2.202', '192.0.2.254'],
     ['sw-dvor-3', 'SNR', 'SW040D0119', 'F8:F0:82:00:5E:23', '192.0.2.203', '192.0.2.254']]), 'unknown-language.xlsx')
