/* SPDX-License-Identifier: Apache-2.0 */
/* state_dump.c - a developer's program: what files say of routers' forwarding, a row a line, as
 * tests/unit/sources/state_told.h writes them:
 *
 *     state_dump FILE...
 *     file r1.txt 0                   the name without its folder; 0: it was read
 *     route 10.0.0.0/24 via 192.0.2.1 if eth0 OSPF 10/20 used :4
 *     link lldp [eth0] -- hostname=r2 [eth1]
 *     problem 7 not understood: foo */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "../unit/sources/state_told.h"

static char *slurp(const char *path)
{
    enum { BYTES_MAX = 1 << 28 };
    FILE *f = fopen(path, "rb");
    char *text = calloc(1, BYTES_MAX + 1);
    if (!f || !text)
        exit(3);
    size_t n = fread(text, 1, BYTES_MAX, f);
    text[n] = '\0';
    (void)fclose(f);
    return text;
}

static void print(const char *before, cp_str lines)
{
    cp_str line;
    while (cp_str_cut_line(&lines, &line))
        printf("%s%.*s\n", before, CP_FMT(line));
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        cp_arena *a = cp_arena_new(0);
        char *text = slurp(argv[i]);
        const char *slash = strrchr(argv[i], '/');
        state_told *t = state_tell(a, slash ? slash + 1 : argv[i], text);
        printf("file %s %d\n", slash ? slash + 1 : argv[i], (int)t->rc);
        print("", cp_buf_str(&t->rows));
        print("link ", cp_buf_str(&t->links));
        print("about ", cp_buf_str(&t->about));
        print("problem ", cp_buf_str(&t->problems));
        free(text);
        cp_arena_free(a);
    }
    return 0;
}
