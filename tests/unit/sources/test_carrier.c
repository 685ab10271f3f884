/* SPDX-License-Identifier: Apache-2.0 */
/* Exports of element managers: each row is the inside of a file and what was told of it, one thing
 * a line: "name|maker|product|part|version|serial|site|class|parent". The forms are those of the
 * samples that docs/formats/carrier-exports.md names; names and serial numbers are invented. */
#include "sources/carrier/carrier.h"
#include "told.h"

typedef struct listed {
    cp_arena *a;
    cp_buf b;
    uint64_t pos;
    cp_str agent, value[CP_KIND_COUNT], dn;
} listed;

static void flush(listed *l)
{
    static const cp_kind kinds[] = { CP_KIND_INVENTORY_NAME,    CP_KIND_INVENTORY_MAKER,
                                     CP_KIND_INVENTORY_PRODUCT, CP_KIND_INVENTORY_PART_NUMBER,
                                     CP_KIND_INVENTORY_VERSION, CP_KIND_INVENTORY_SERIAL,
                                     CP_KIND_INVENTORY_SITE,    CP_KIND_INVENTORY_CLASS,
                                     CP_KIND_INVENTORY_PARENT };
    if (l->agent.n == 0)
        return;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        cp_buf_fmt(&l->b, "%s%.*s", i ? "|" : "", CP_FMT(l->value[kinds[i]]));
    cp_buf_fmt(&l->b, "|%.*s\n", CP_FMT(l->dn));
    memset(l->value, 0, sizeof l->value);
    l->dn = CP_STR("");
}

static cp_rc list_obs(void *ctx, const cp_obs *o, cp_err *err)
{
    listed *l = ctx;
    (void)err;
    for (uint32_t i = 0; i < o->n_ids; i++) {
        if (o->ids[i].kind != CP_IDENT_AGENT || cp_str_eq(o->ids[i].value, l->agent))
            continue;
        flush(l);
        l->agent = cp_str_dup(l->a, o->ids[i].value);
    }
    for (uint32_t i = 0; i < o->n_ids; i++)
        if (o->ids[i].kind == CP_IDENT_CHASSIS)
            l->dn = cp_str_dup(l->a, o->ids[i].value);
    l->value[o->kind] = cp_str_dup(l->a, o->value);
    return CP_OK;
}

static const struct row {
    const char *name;
    const cp_format *format;
    const char *in, *want;
    uint64_t records, bad, unused;
    const char *said; /* in the note or a problem */
    cp_rc rc;
} rows[] = {
#define CM(inside)                                              \
    "<bulkCmConfigDataFile><configData dnPrefix='DC=x'>" inside \
    "</configData></bulkCmConfigDataFile>"
#define ME(id, inside) "<xn:ManagedElement id='" id "'>" inside "</xn:ManagedElement>"
#define AT(inside) "<xn:attributes>" inside "</xn:attributes>"
#define VS(id, type, inside)                                                                 \
    "<xn:VsDataContainer id='" id "'>" AT("<xn:vsDataType>" type "</xn:vsDataType><es:" type \
                                          ">" inside "</es:" type ">") "</xn:VsDataContainer>"
#define PD(name, serial)                                                                \
    "<es:productData><es:productName>" name "</es:productName><es:serialNumber>" serial \
    "</es:serialNumber></es:productData>"
    { "a network element", &cp_format_bulkcm,
      CM("<xn:SubNetwork id='1'>" ME(
          "7",
          AT("<xn:userLabel>n7</xn:userLabel><xn:vendorName>Acme</xn:vendorName><xn:swVersion>1.2</"
             "xn:swVersion><xn:locationName>north</xn:locationName><xn:managedElementType>NodeB</"
             "xn:managedElementType>")) "</xn:SubNetwork>"),
      "n7|Acme|||1.2||north|ran||DC=x,SubNetwork=1,ManagedElement=7\n", 2, 0, 1,
      "no equipment: SubNetwork 1", CP_OK },
    { "a unit of a vendor's class", &cp_format_bulkcm,
      CM(ME("rbs-7",
            AT("") VS("RRU-1", "vsDataFieldReplaceableUnit", PD("Radio 1", "TD3X000002")))),
      "rbs-7|||||||||DC=x,ManagedElement=rbs-7\n"
      "rbs-7/FieldReplaceableUnit=RRU-1||Radio "
      "1|||TD3X000002|||DC=x,ManagedElement=rbs-7|DC=x,ManagedElement=rbs-7,FieldReplaceableUnit="
      "RRU-1\n",
      2, 0, 0, "", CP_OK },
    { "what no class is known of, but a serial number", &cp_format_bulkcm,
      CM(ME("rbs-7",
            AT("") VS("1", "vsDataGadget", "<zz:serialNumber>G1234567</zz:serialNumber>"))),
      "rbs-7|||||||||DC=x,ManagedElement=rbs-7\n"
      "rbs-7/"
      "Gadget=1|||||G1234567|||DC=x,ManagedElement=rbs-7|DC=x,ManagedElement=rbs-7,Gadget=1\n",
      2, 0, 0, "", CP_OK },
    { "software has a product, and is no unit", &cp_format_bulkcm,
      CM(ME("rbs-7", AT("") VS("1", "vsDataSwItem", "<es:productName>Basic</es:productName>"))),
      "rbs-7|||||||||DC=x,ManagedElement=rbs-7\n", 2, 0, 1, "SwItem 1", CP_OK },
    { "what stands there goes before what was planned", &cp_format_bulkcm,
      CM(VS("1", "vsDataPlugInUnit",
            "<es:administrativeProductData><es:productName>old</es:productName></"
            "es:administrativeProductData><es:operationalProductData><es:productName>new</"
            "es:productName></es:operationalProductData>")),
      "DC=x,PlugInUnit=1||new|||||||DC=x,PlugInUnit=1\n", 1, 0, 0, "", CP_OK },
    { "attributes behind the objects in it", &cp_format_bulkcm,
      CM(ME("rbs-7",
            "<in:InventoryUnit id='1'>" AT(
                "<in:serialNumber>S00001</in:serialNumber>") "</in:InventoryUnit>" AT("<xn:"
                                                                                      "vendorName>"
                                                                                      "Acme</"
                                                                                      "xn:"
                                                                                      "vendorName"
                                                                                      ">"))),
      "rbs-7/"
      "InventoryUnit=1|||||S00001|||DC=x,ManagedElement=rbs-7|DC=x,ManagedElement=rbs-7,"
      "InventoryUnit=1\n"
      "rbs-7|Acme||||||||DC=x,ManagedElement=rbs-7\n",
      2, 0, 0, "", CP_OK },
    { "a name that everybody has is none", &cp_format_bulkcm,
      "<bulkCmConfigDataFile><configData dnPrefix='Undefined'><xn:SubNetwork id='ONRM_ROOT_MO'>" ME(
          "1", AT("<xn:vendorName>Acme</xn:vendorName>")) "</xn:SubNetwork></configData></"
                                                          "bulkCmConfigDataFile>",
      "SubNetwork=ONRM_ROOT_MO,ManagedElement=1|Acme||||||||\n", 2, 0, 1, "", CP_OK },
    { "the same twice", &cp_format_bulkcm, CM(ME("rbs-7", "") ME("rbs-7", "")),
      "rbs-7|||||||||DC=x,ManagedElement=rbs-7\n"
      "rbs-7|||||||||DC=x,ManagedElement=rbs-7\n",
      2, 1, 0, "duplicate", CP_OK },
    { "placeholders", &cp_format_bulkcm,
      CM(ME("rbs-7", AT("") "<in:InventoryUnit id='1'>" AT(
                         "<in:vendorName>N/A</in:vendorName><in:serialNumber>-</"
                         "in:serialNumber><in:dateOfManufacture>0000-00-00</"
                         "in:dateOfManufacture>") "</in:InventoryUnit>")),
      "rbs-7|||||||||DC=x,ManagedElement=rbs-7\n"
      "rbs-7/"
      "InventoryUnit=1||||||||DC=x,ManagedElement=rbs-7|DC=x,ManagedElement=rbs-7,InventoryUnit="
      "1\n",
      2, 0, 0, "", CP_OK },
    { "what is to be deleted", &cp_format_bulkcm,
      CM("<xn:ManagedElement id='rbs-7' modifier='delete'/>"), "", 1, 0, 1,
      "what is to be deleted 1", CP_OK },
    { "an empty id, attributes twice", &cp_format_bulkcm,
      CM(ME("",
            AT("<xn:vendorName>Acme</xn:vendorName>") AT("<xn:vendorName>Other</xn:vendorName>"))),
      "DC=x,ManagedElement=|Acme||||||||\n", 1, 1, 0, "attributes twice", CP_OK },
    { "cut off", &cp_format_bulkcm, "<bulkCmConfigDataFile><configData>" ME("rbs-7", "") "<xn:Ma",
      "rbs-7|||||||||ManagedElement=rbs-7\n", 2, 1, 0, "cut off", CP_OK },
    { "entities", &cp_format_bulkcm, "<!DOCTYPE a [<!ENTITY b 'c'>]><bulkCmConfigDataFile/>", "", 0,
      0, 0, "", CP_EFORMAT },
    { "nothing in it", &cp_format_bulkcm, "<bulkCmConfigDataFile/>", "", 0, 0, 0, "", CP_OK },
#define PM(head, inside)                                                                         \
    "<measCollecFile><fileHeader vendorName='Acme' dnPrefix='DC=x'>" head "</fileHeader>" inside \
    "</measCollecFile>"
#define MD(attributes) \
    "<measData><managedElement " attributes "/><measInfo><r>1</r></measInfo></measData>"
    { "measurements: the sender is the element", &cp_format_pm,
      PM("<fileSender localDn='ManagedElement=7' elementType='RNC'/>",
         MD("localDn='ManagedElement=7' userLabel='rnc' swVersion='1'")),
      "rnc|Acme|||1|||ran||DC=x,ManagedElement=7\n", 2, 0, 1, "measurements 1", CP_OK },
    { "measurements: the sender is another", &cp_format_pm,
      PM("<fileSender localDn='ManagementNode=emsx'/>",
         MD("localDn='ManagedElement=rnc7'") MD("localDn='ManagedElement=rnc7'")),
      "rnc7||||||||"
      "|DC=x,ManagedElement=rnc7\n"
      "emsx|Acme||||||"
      "||DC=x,ManagementNode=emsx\n",
      5, 0, 3, "elements again 1", CP_OK },
    { "measurements: an element of no name is the sender", &cp_format_pm,
      PM("<fileSender localDn='ManagedElement=rnc7'/>", MD("swVersion='1'")),
      "rnc7|Acme|||1||||"
      "|DC=x,ManagedElement=rnc7\n",
      2, 0, 1, "", CP_OK },
    { "measurements: nobody", &cp_format_pm,
      "<measCollecFile><measData><managedElement/></measData></measCollecFile>", "", 1, 0, 1,
      "without a name", CP_OK },
    { "measurements: every element is called so", &cp_format_pm,
      "<measCollecFile>" MD("localDn='ManagedElement=1'") "</measCollecFile>",
      "ManagedElement=1|||||||||\n", 2, 0, 1, "", CP_OK },
    { "measurements of 32.401", &cp_format_pm,
      "<!DOCTYPE mdc SYSTEM "
      "'a.dtd'><mdc><mfh><sn>DC=x,ManagedElement=rnc7</sn><st>RNC</st><vn>Acme</vn></"
      "mfh><md><neid><neun>r7</neun><nedn>DC=x,ManagedElement=rnc7</nedn><nesw>2</nesw></"
      "neid><mi><mv/></mi></md></mdc>",
      "r7|Acme|||2|||ran||DC=x,ManagedElement=rnc7\n", 2, 0, 1, "", CP_OK },
#define RAML(inside)                                                                     \
    "<!DOCTYPE raml SYSTEM 'raml20.dtd'><raml version='2.0' xmlns='raml20.xsd'><cmData " \
    "type='actual'>" inside "</cmData></raml>"
#define MO(class, dn, inside)                                                           \
    "<managedObject class='" class "' version='V1' distName='PLMN-PLMN/" dn "'>" inside \
                                   "</managedObject>"
#define P(name, value) "<p name='" name "'>" value "</p>"
    { "RAML: an element and a unit", &cp_format_raml,
      RAML(MO("com.x:MRBTS", "MRBTS-1234", P("name", "north"))
               MO("INVUNIT", "MRBTS-1234/EQM-1/INVUNIT-2",
                  P("vendorUnitTypeNumber", "474021A") P("serialNumber", "EB200017")
                      P("vendorName", "Acme"))),
      "north||||V1|||ran||PLMN-PLMN/MRBTS-1234\n"
      "north/EQM-1/INVUNIT-2|Acme||474021A||EB200017|||PLMN-PLMN/MRBTS-1234|PLMN-PLMN/MRBTS-1234/"
      "EQM-1/INVUNIT-2\n",
      2, 0, 0, "", CP_OK },
    { "RAML: an element that only its unit names", &cp_format_raml,
      RAML(MO("INVUNIT", "RNC-1201/WBTS-33/INVUNIT-1", P("serialNumber", "EB200017"))),
      "WBTS-33/INVUNIT-1|||||EB200017|||PLMN-PLMN/RNC-1201/WBTS-33|PLMN-PLMN/RNC-1201/WBTS-33/"
      "INVUNIT-1\n"
      "WBTS-33|||||||||PLMN-PLMN/RNC-1201/WBTS-33\n",
      1, 0, 0, "", CP_OK },
    { "RAML: numbers that say nothing", &cp_format_raml, RAML(MO("RNC", "RNC-1", "")),
      "RNC-1||||V1|||ran||\n", 1, 0, 0, "", CP_OK },
    { "RAML: cells, and what is to be deleted", &cp_format_raml,
      RAML(MO(
          "LNCEL", "MRBTS-1234/LNCEL-1",
          P("name",
            "c")) "<managedObject class='MRBTS' distName='PLMN-PLMN/MRBTS-1' operation='delete'/>"),
      "", 2, 0, 2, "LNCEL 1, what is to be deleted 1", CP_OK },
    { "RAML: in lists", &cp_format_raml,
      RAML(MO("RMOD", "MRBTS-1234/RMOD-1",
              "<list name='x'><item>" P("serialNumber", "EB200017") "</item></list>")),
      "MRBTS-1234/RMOD-1|||||EB200017|||PLMN-PLMN/MRBTS-1234|PLMN-PLMN/MRBTS-1234/RMOD-1\n"
      "MRBTS-1234|||||||||PLMN-PLMN/MRBTS-1234\n",
      1, 0, 0, "", CP_OK },
    { "RAML: cut off", &cp_format_raml,
      "<raml><cmData>" MO("MRBTS", "MRBTS-1234", "") "<managedObject class='MRBTS'><p name",
      "MRBTS-1234||||V1|||ran||PLMN-PLMN/MRBTS-1234\n", 3, 1, 1, "cut off", CP_OK },
    { "MML: a base station", &cp_format_huawei_mml,
      "//Export start time:2026-02-21 03:00:00\n"
      "ADD RRU:CN=0,SRN=60,SN=0,RT=MRRU,RUSPEC=\"RRU5301\",RN=\"s;1\";\n"
      "ADD RET:DEVICENO=0,VENDORCODE=\"KA\",SERIALNO=\"1A2345\";ADD BRD:CN=0,\n SRN=0,SN=6,\n "
      "BT=UMPT;\nSET NODE:NODENAME=\"north 7\",PRODUCTTYPE=DBS3900;\nADD CELL:X=1;\n",
      "north 7||DBS3900|||||ran||NE=north 7\n"
      "north 7/RRU CN=0,SRN=60,SN=0||RRU5301|||||ran|NE=north 7|NE=north 7,RRU CN=0,SRN=60,SN=0\n"
      "north 7/RET NO=0|||||1A2345||antenna|NE=north 7|NE=north 7,RET NO=0\n"
      "north 7/BRD CN=0,SRN=0,SN=6||UMPT||||||NE=north 7|NE=north 7,BRD CN=0,SRN=0,SN=6\n",
      5, 0, 1, "CELL 1", CP_OK },
    { "MML: a controller and its stations", &cp_format_huawei_mml,
      "SET SYS:SYSNAME=\"bsc 7\",SYSLOCATION=\"room 2\";\nADD BTSBRD:BTSID=118,SN=7,BT=GTMU;\nADD "
      "BTS:BTSID=118,BTSNAME=\"west, 118\",BTSTYPE=BTS3900_GSM;\n",
      "bsc 7||||||room 2|ran||NE=bsc 7\n"
      "west, 118/BTSBRD ID=118,SN=7||GTMU||||||NE=bsc 7,BTS ID=118|NE=bsc 7,BTS ID=118,BTSBRD "
      "ID=118,SN=7\n"
      "west, 118||BTS3900_GSM|||||ran||NE=bsc 7,BTS ID=118\n",
      3, 0, 0, "", CP_OK },
    { "MML: whose boards is not told", &cp_format_huawei_mml,
      "ADD BRD:CN=0,SN=6,BT=UMPT;\nADD CELL:A=1;\nADD CELL:A=2;\n",
      "BRD CN=0,SN=6||UMPT||||||"
      "|\n",
      3, 0, 2, "not told", CP_OK },
    { "MML: other commands, and what is none", &cp_format_huawei_mml,
      "ADD A:;\nADD B:X=\"\\\";\";\nSET C:;\nRMV BRD:SN=6;\nhello\nADD BRD:SN=\"6;\n", "", 6, 2, 4,
      "RMV BRD 1", CP_OK },
#define GX(inside)                                                                   \
    "<bulkCmConfigDataFile><configData><class name='BTS3900'><object vendor='Acme' " \
    "version='V1'>" inside "</object></class></configData></bulkCmConfigDataFile>"
#define CL(class, inside) "<class name='" class "_BTS3900'><object>" inside "</object></class>"
#define PA(name, value) "<parameter name='" name "' value='" value "'/>"
    { "GExport: an element and its boards", &cp_format_huawei_xml,
      GX(CL("BRD", PA("SN", "6") PA("BT", "UMPT")) CL("BRD", PA("SN", "7") PA("BT", "37"))
             CL("NE", PA("NENAME", "north 7")) CL("CELL", PA("X", "1"))),
      "north 7|Acme|BTS3900||V1||||"
      "|NE=north 7\n"
      "north 7/BRD SN=6||UMPT||||||NE=north 7|NE=north 7,BRD SN=6\n"
      "north 7/BRD SN=7||||||||NE=north 7|NE=north 7,BRD SN=7\n",
      4, 0, 1, "CELL 1", CP_OK },
    { "GExport: cut off", &cp_format_huawei_xml,
      "<bulkCmConfigDataFile><configData><class name='BTS3900'><object vendor='Acme'>" CL(
          "NE", PA("NENAME", "north 7")) "<class name='BRD_BTS3900'><object>" PA("SN", "6") "<par",
      "north 7|Acme|BTS3900|||||"
      "||NE=north 7\nnorth 7/BRD SN=6||||||||NE=north 7|NE=north 7,BRD SN=6\n",
      3, 1, 0, "cut off", CP_OK },
    { "MOTree", &cp_format_huawei_xml,
      "<MOTree><MO className='BSC6900GSMNE' fdn='NE=7'><attr name='fdn'>NE=7</attr><attr "
      "name='name'>bsc 7</attr><MO className='BSC6900GSMBTS' fdn='NE=7,BTS=1'><attr "
      "name='BTSID'>1</attr><attr name='BTSNAME'>west</attr></MO></MO></MOTree>",
      "bsc 7||BSC6900GSM|||||ran||NE=bsc 7\nwest|||||||ran||NE=bsc 7,BTS ID=1\n", 2, 0, 0, "",
      CP_OK },
    { "synchronisation", &cp_format_huawei_xml,
      "<spec:BACKUPCFG xmlns:spec='http://x/huawei_wl_bulkcm_xml_baseline_syn_1.0.0'><spec:syndata "
      "productversion='BTS3900 V1'><class><NE><attributes><NENAME>north "
      "7</NENAME></attributes></NE></class><class><BRD><attributes><SN>6</SN><BT>UMPT</BT></"
      "attributes></BRD><BRD><attributes><SN>7</SN></attributes></BRD></class></spec:syndata></"
      "spec:BACKUPCFG>",
      "north 7||BTS3900||BTS3900 V1||||"
      "|NE=north 7\n"
      "north 7/BRD SN=6||UMPT||||||NE=north 7|NE=north 7,BRD SN=6\n"
      "north 7/BRD SN=7||||||||NE=north 7|NE=north 7,BRD SN=7\n",
      3, 0, 0, "", CP_OK },
};

static bool is_said(const cp_source *src, cp_str what)
{
    bool is = what.n == 0 || cp_str_has(src->note, what);
    for (uint32_t i = 0; i < src->n_problems; i++)
        is = is || cp_str_has(src->problems[i].text, what);
    return is;
}

static void check_row(const struct row *r)
{
    static const cp_read_opts opts;
    cp_arena *a = cp_arena_new(0);
    listed l = { .a = a, .b = cp_buf_new(a) };
    cp_obs_sink sink = { .ctx = &l, .obs = list_obs };
    cp_source src = { .realm = CP_STR("default"), .first_at = CP_TIME_NONE };
    cp_bytes in = cp_bytes_of_str(cp_str_c(r->in));
    cp_rc rc = r->format->read(a, cp_input_of_bytes(a, in), &opts, &sink, &src, NULL);
    flush(&l);
    is_int(rc, r->rc, "%s: result", r->name);
    is_cstr(cp_buf_str(&l.b), r->want, "%s", r->name);
    is_uint(src.records, r->records, "%s: records", r->name);
    is_uint(src.records_bad, r->bad, "%s: bad", r->name);
    is_uint(src.records_unused, r->unused, "%s: unused", r->name);
    ok(is_said(&src, cp_str_c(r->said)), "%s: says \"%s\"", r->name, r->said);
    ok(r->rc != CP_OK || r->format->detect(in, CP_STR("x")) > 0, "%s: recognised", r->name);
    cp_arena_free(a);
}

/* A DN as long as can be, and longer: its unit is told, and joined with nobody. */
static void check_long_names(void)
{
    cp_arena *a = cp_arena_new(0);
    cp_buf b = cp_buf_new(a);
    cp_buf_add_c(&b, "<bulkCmConfigDataFile><configData>");
    for (int i = 0; i < 20; i++)
        cp_buf_fmt(&b, "<o id='%0*d'>", 300 + i, i);
    cp_buf_add_c(&b,
                 "<p id='1'><attributes><serialNumber>S12345678</serialNumber></attributes></p>");
    for (int i = 0; i < 20; i++)
        cp_buf_add_c(&b, "</o>");
    cp_buf_add_c(&b, "</configData></bulkCmConfigDataFile>");
    heard *h = hear(a, &cp_format_bulkcm, cp_buf_str(&b), NULL);
    is_int(h->rc, CP_OK, "long names");
    is_uint(h->src.records, 21, "long names: records");
    ok(h->src.records_bad > 0 && !cp_str_has(first_subject(h), CP_STR("chassis=")),
       "long names: no identifier");
    ok(cp_str_has(first_subject(h), CP_STR("serial=S12345678")),
       "long names: but the serial number");
    cp_arena_free(a);
}

/* Attributes of 5,000 and 100,000 bytes. */
static void check_long_values(void)
{
    for (int n = 5000; n <= 100000; n *= 20) {
        cp_arena *a = cp_arena_new(0);
        cp_str text = cp_str_fmt(
            a,
            "<bulkCmConfigDataFile><configData><xn:ManagedElement id='rbs-7'><xn:attributes>"
            "<xn:userLabel>%0*d</xn:userLabel></xn:attributes></xn:ManagedElement></configData></"
            "bulkCmConfigDataFile>",
            n, 1);
        heard *h = hear(a, &cp_format_bulkcm, text, NULL);
        is_int(h->rc, CP_OK, "a label of %d bytes", n);
        ok(h->n_obs == 1 && cp_buf_str(&h->obs).n <= CP_OBS_VALUE_BYTES_MAX + 20, "is cut");
        cp_arena_free(a);
    }
}

/* A note is said once, however often there is a reason for it. */
static void check_notes(void)
{
    static const struct {
        const char *front, *piece;
        const cp_format *format;
    } all[] = { { "<bulkCmConfigDataFile>", "<fileHeader vendorName='Acme'/>", &cp_format_bulkcm },
                { "<bulkCmConfigDataFile>",
                  "<class name='B'><object><class name='BRD'><object/></class></object></class>",
                  &cp_format_huawei_xml } };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        cp_arena *a = cp_arena_new(0);
        cp_buf b = cp_buf_new(a);
        cp_buf_add_c(&b, all[i].front);
        for (int k = 0; k < 1000; k++)
            cp_buf_add_c(&b, all[i].piece);
        cp_buf_add_c(&b, "</bulkCmConfigDataFile>");
        heard *h = hear(a, all[i].format, cp_buf_str(&b), NULL);
        is_int(h->rc, CP_OK, "a thousand times %s", all[i].piece);
        ok(h->src.note.n > 0 && h->src.note.n < 200, "its note has %zu bytes", h->src.note.n);
        cp_arena_free(a);
    }
}

int main(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(&rows[i]);
    check_long_names();
    check_long_values();
    check_notes();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i += 4)
        cut_everywhere(rows[i].format, cp_str_c(rows[i].in), rows[i].name);
    return tap_done();
}
