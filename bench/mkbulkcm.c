/* SPDX-License-Identifier: Apache-2.0 */
/* mkbulkcm MB - bulk configuration of a mobile network (3GPP TS 32.615, vendor's containers as
 * tests/data/exports/bulkcm-vendor.xml has them) on standard output: network elements, each with 24
 * units, 12 cells of 40 parameters and 20 relations of 12 for each cell, until MB megabytes are
 * written. The last line of standard error counts what is in it: elements, units, others. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static unsigned long long written, elements, units, others;

__attribute__((format(printf, 1, 2))) static void put(const char *format, ...)
{
    va_list ap;
    va_start(ap, format);
    written += (unsigned long long)vprintf(format, ap);
    va_end(ap);
}

static void open_container(const char *type, const char *id, unsigned n)
{
    put("<xn:VsDataContainer id=\"%s%u\">\n"
        "<xn:attributes>\n"
        "<xn:vsDataType>vsData%s</xn:vsDataType>\n"
        "<xn:vsDataFormatVersion>EricssonSpecificAttributes.17.28"
        "</xn:vsDataFormatVersion>\n"
        "<es:vsData%s>\n",
        id, n, type, type);
}

static void end_attributes(const char *type) { put("</es:vsData%s>\n</xn:attributes>\n", type); }

static void unit(unsigned k)
{
    open_container("FieldReplaceableUnit", k % 3 ? "RRU-" : "BB-", k);
    put("<es:administrativeState>UNLOCKED</es:administrativeState>\n"
        "<es:productData>\n"
        "<es:productName>Radio %u B%u</es:productName>\n"
        "<es:productNumber>KRC 161 %03u/1</es:productNumber>\n"
        "<es:productRevision>R%uB</es:productRevision>\n"
        "<es:productionDate>20%02u0%u1%u</es:productionDate>\n"
        "<es:serialNumber>TD%08llu</es:serialNumber>\n"
        "</es:productData>\n"
        "<es:operationalState>ENABLED</es:operationalState>\n",
        2200 + k, k % 30, 100 + k, k % 5, 10 + k % 15, 1 + k % 9, k % 10, elements * 100 + k);
    end_attributes("FieldReplaceableUnit");
    put("</xn:VsDataContainer>\n");
    units++;
}

static void parameters(unsigned n, unsigned seed)
{
    for (unsigned i = 0; i < n; i++)
        put("<es:parameterOfTheCell%02u>%u</es:parameterOfTheCell%02u>\n", i, seed * (i + 7) % 997,
            i);
}

static void cell(unsigned k)
{
    open_container("EUtranCellFDD", "C", k);
    parameters(40, k);
    end_attributes("EUtranCellFDD");
    for (unsigned i = 0; i < 20; i++) {
        open_container("EUtranCellRelation", "310410-", k * 100 + i);
        parameters(12, i);
        end_attributes("EUtranCellRelation");
        put("</xn:VsDataContainer>\n");
        others++;
    }
    put("</xn:VsDataContainer>\n");
    others++;
}

static void element(void)
{
    put("<xn:MeContext id=\"NE%06llu\">\n"
        "<xn:ManagedElement id=\"1\">\n"
        "<xn:attributes>\n"
        "<xn:userLabel>site %llu</xn:userLabel>\n"
        "<xn:vendorName>Acme</xn:vendorName>\n"
        "<xn:swVersion>R%llu</xn:swVersion>\n"
        "<xn:locationName>mast %llu</xn:locationName>\n"
        "<xn:managedElementType>ENODEB</xn:managedElementType>\n"
        "</xn:attributes>\n",
        elements, elements, elements % 7, elements);
    for (unsigned i = 0; i < 24; i++)
        unit(i);
    for (unsigned i = 0; i < 12; i++)
        cell(i);
    put("</xn:ManagedElement>\n</xn:MeContext>\n");
    elements++;
    others++;
}

int main(int argc, char **argv)
{
    unsigned long long bytes = argc == 2 ? strtoull(argv[1], NULL, 10) * 1000000 : 0;
    static char buffer[1 << 20];
    setvbuf(stdout, buffer, _IOFBF, sizeof buffer);
    put("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<bulkCmConfigDataFile xmlns=\"configData.xsd\""
        " xmlns:es=\"EricssonSpecificAttributes.17.28.xsd\" "
        "xmlns:xn=\"genericNrm.xsd\">\n"
        "<fileHeader fileFormatVersion=\"32.615 V4.5\" vendorName=\"Acme\"/>\n"
        "<configData dnPrefix=\"Undefined\">\n"
        "<xn:SubNetwork id=\"ROOT\">\n");
    others++;
    while (written < bytes)
        element();
    put("</xn:SubNetwork>\n"
        "</configData>\n"
        "<fileFooter dateTime=\"2026-03-02T04:10:00Z\"/>\n"
        "</bulkCmConfigDataFile>\n");
    fprintf(stderr, "elements=%llu units=%llu others=%llu\n", elements, units, others);
    return ferror(stdout) || fflush(stdout) != 0;
}
