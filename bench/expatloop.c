/* SPDX-License-Identifier: Apache-2.0 */
/* expatloop FILE - the least that reading XML by expat costs: callbacks that count elements. */
#include <expat.h>
#include <stdio.h>

static unsigned long long elements;

static void XMLCALL on_open(void *ctx, const char *name, const char **attrs)
{
    (void)ctx, (void)name, (void)attrs;
    elements++;
}

static void XMLCALL on_close(void *ctx, const char *name) { (void)ctx, (void)name; }

int main(int argc, char **argv)
{
    static char piece[1 << 16];
    FILE *f = argc == 2 ? fopen(argv[1], "rb") : NULL;
    XML_Parser p = XML_ParserCreate(NULL);
    if (!f || !p)
        return 2;
    XML_SetElementHandler(p, on_open, on_close);
    for (size_t n; (n = fread(piece, 1, sizeof piece, f)) > 0;)
        if (XML_Parse(p, piece, (int)n, 0) != XML_STATUS_OK)
            return 1;
    printf("elements=%llu\n", elements);
    return XML_Parse(p, piece, 0, 1) != XML_STATUS_OK;
}
