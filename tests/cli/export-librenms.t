## Answers of LibreNMS's API in one file, and a dump of its database.
$ cleanpath identify $DATA/exports/librenms-api.json | sed '/tables:/,/^$/d'; cleanpath links -q $DATA/exports/librenms-api.json
Coverage
  data/exports/librenms-api.json: librenms, 13 records, 64 observations, 1 not of use here
Assets
NAME                         MAKER   SURE PRODUCT       SITE
agg-11.example.net           Cisco   1.00 C3850         North, rack 4
agg-11.example.net / PS-A    unknown      PWR-C1-350WAC 
agg-11.example.net / Te1/1/1 Cisco   0.97 SFP-10G-LR    
olt-12                       Huawei  1.00 MA5800-X7     South
olt-12 / 0/1                 Huawei  0.97 H901GPHF      
A                  PORT    B                      PORT               METRIC SPEED SEEN             SURE EVIDENCE
agg-11.example.net Te1/1/2 core-1.example.net (!) HundredGigE0/0/0/1              heard at one end 0.80 data/exports/librenms-api.json:19
agg-11.example.net Te1/1/1 olt-12                 ethernet0/9/0                   heard at one end 0.80 data/exports/librenms-api.json:18
$ cleanpath identify $DATA/exports/librenms.sql | sed '/tables:/,/^$/d'; cleanpath links -q $DATA/exports/librenms.sql
Coverage
  data/exports/librenms.sql: librenms-sql, 9 records, 36 observations, 2 not of use here
Assets
NAME            MAKER     SURE PRODUCT        SITE
O'Neil\s camera Hikvision 1.00 DS-2CD2143G2-I Gate; "east"
rtr-21          MikroTik  1.00 CCR1036-8G-2S+ North
rtr-21 / sfp1   MikroTik  0.97 S+31DLC10D     
A               PORT B      PORT   METRIC SPEED SEEN             SURE EVIDENCE
O'Neil\s camera eth0 rtr-21 ether1              heard at one end 0.80 data/exports/librenms.sql:67
$ cleanpath identify -q -f ndjson $DATA/exports/librenms-api.json | grep -c not-for-us
0
[1]
## Parts alone: whose they are, only their number tells.
$ sed -n '/"inventory"/,/^]}/p' $DATA/exports/librenms-api.json >parts.json; cleanpath identify parts.json | sed '/tables:/,/^$/d'
Coverage
  parts.json: librenms, 4 records, 31 observations
Assets
NAME                                  MAKER   SURE PRODUCT                      SITE
agent-parts-json-device-11            unknown                                   
agent-parts-json-device-11 / PS-A     unknown      PWR-C1-350WAC                
agent-parts-json-device-11 / Switch 1 Cisco   1.00 Catalyst 3850 24-Port Switch 
agent-parts-json-device-11 / Te1/1/1  Cisco   0.97 SFP-10G-LR                   
agent-parts-json-device-12            unknown                                   
agent-parts-json-device-12 / 0/1      Huawei  0.97 H901GPHF                     
