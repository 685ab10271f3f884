/* SPDX-License-Identifier: Apache-2.0 */
/* tar.c - see tar.h. Source: POSIX.1-2017, pax, "ustar Interchange Format". */
#include "codec/tar.h"

enum { BLOCK = 512, NAME = 100, SUM_AT = 148, TYPE_AT = 156, MAGIC_AT = 257, PREFIX_AT = 345 };

cp_tar cp_tar_open(cp_bytes archive) { return (cp_tar){ .in = cp_cur_of(archive) }; }

static bool fail(cp_tar *t, cp_rc rc, uint64_t off, const char *what, cp_err *err)
{
    t->rc = cp_fail(err, rc, off, "%s", what);
    t->is_done = true;
    return false;
}

/* Octal digits, then a NUL or a blank. */
static bool octal(const uint8_t *p, size_t n, uint64_t *out)
{
    uint64_t v = 0;
    size_t i = 0;
    for (; i < n && p[i] >= '0' && p[i] <= '7'; i++)
        v = v << 3 | (uint64_t)(p[i] - '0');
    *out = v;
    return i > 0 && i < n && (p[i] == 0 || p[i] == ' ');
}

static bool is_sum_right(const uint8_t *head)
{
    uint64_t sum = 0, told;
    for (int i = 0; i < BLOCK; i++)
        sum += i >= SUM_AT && i < SUM_AT + 8 ? ' ' : head[i];
    return octal(head + SUM_AT, 8, &told) && told == sum;
}

static bool is_plain_name(cp_str name)
{
    cp_str rest = name, part;
    if (name.n == 0 || name.p[name.n - 1] == '/')
        return false;
    while (cp_str_cut(&rest, '/', &part)) {
        if (part.n == 0 || part.p[0] == '.')
            return false;
        for (size_t i = 0; i < part.n; i++) {
            char c = part.p[i];
            if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '.' || c == '_' || c == '-'))
                return false;
        }
    }
    return true;
}

static bool is_zero(cp_bytes b)
{
    for (size_t i = 0; i < b.n; i++)
        if (b.p[i])
            return false;
    return true;
}

/* A second block of zeros, and behind it nothing but zeros. */
static bool end(cp_tar *t, uint64_t off, cp_err *err)
{
    cp_bytes second = cp_cur_take(&t->in, BLOCK), rest = cp_cur_rest(&t->in);
    if (second.n == 0)
        return fail(t, CP_ESHORT, off, "the archive is cut off at its end", err);
    if (!is_zero(second) || !is_zero(rest))
        return fail(t, CP_EFORMAT, off, "something stands behind the end of the archive", err);
    t->is_done = true;
    return false;
}

bool cp_tar_next(cp_tar *t, cp_tar_file *out, cp_err *err)
{
    uint64_t off = cp_cur_off(&t->in), size;
    if (t->is_done)
        return false;
    cp_bytes head = cp_cur_take(&t->in, BLOCK);
    if (head.n == 0)
        return fail(t, CP_ESHORT, off, "the archive is cut off", err);
    if (is_zero(head))
        return end(t, off, err);
    if (memcmp(head.p + MAGIC_AT, "ustar", 6) != 0 || !is_sum_right(head.p))
        return fail(t, CP_EFORMAT, off, "no header of a tar archive", err);
    if (head.p[TYPE_AT] != '0')
        return fail(t, CP_EFORMAT, off, "the archive holds something that is no regular file", err);
    const uint8_t *nul = memchr(head.p, 0, NAME);
    cp_str name = { (const char *)head.p, nul ? (size_t)(nul - head.p) : NAME };
    if (head.p[PREFIX_AT] || !is_plain_name(name))
        return fail(t, CP_EFORMAT, off, "the archive holds a name that is not plain", err);
    if (!octal(head.p + 124, 12, &size))
        return fail(t, CP_EFORMAT, off, "the archive holds a size that is no number", err);
    cp_bytes bytes = cp_cur_take(&t->in, size);
    cp_cur_skip(&t->in, (BLOCK - size % BLOCK) % BLOCK);
    if (t->in.bad)
        return fail(t, CP_ESHORT, off, "the archive is cut off within a file", err);
    *out = (cp_tar_file){ name, bytes };
    return true;
}
