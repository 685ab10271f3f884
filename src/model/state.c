/* SPDX-License-Identifier: Apache-2.0 */
/* state.c - see state.h. The fields of each kind stand in one table, by which rows are packed and
 * unpacked. */
#include "model/state.h"
#include <stddef.h>
#include "base/buf.h"
#include "base/cursor.h"
#include "base/map.h"
#include "base/vec.h"

enum { MAGIC_BYTES = 4, VERSION = 1, ADDR_BITS = 128 };
static const char magic[MAGIC_BYTES] = "CPST";

static const char *const names[] = {
#define NAME(id, name) #name,
    CP_STATES(NAME)
#undef NAME
};

const char *cp_state_name(cp_state_kind k) { return names[k]; }

bool cp_state_net_of(cp_ip ip, uint32_t length, cp_state_net *out)
{
    uint32_t most = ip.version == 4 ? 32 : ADDR_BITS;
    if (length > most)
        return false;
    *out = (cp_state_net){ cp_flow_addr_of(ip), (uint8_t)(length + ADDR_BITS - most), true };
    for (uint32_t i = out->bits; i < ADDR_BITS; i++)
        out->addr.b[i / 8] &= (uint8_t) ~(0x80u >> i % 8);
    return true;
}

bool cp_state_addr_of(cp_ip ip, cp_state_net *out)
{
    return cp_state_net_of(ip, ip.version == 4 ? 32 : ADDR_BITS, out);
}

/* ---- fields */

typedef enum field_kind { NUMBER, WORD, NET } field_kind;
typedef struct field {
    field_kind kind;
    size_t at; /* in a cp_state */
} field;

enum { FIELDS_MAX = 13 };
#define N(name)                          \
    {                                    \
        NUMBER, offsetof(cp_state, name) \
    }
#define W(name)                        \
    {                                  \
        WORD, offsetof(cp_state, name) \
    }
#define A(name)                       \
    {                                 \
        NET, offsetof(cp_state, name) \
    }
static const struct fields {
    uint32_t n;
    field v[FIELDS_MAX];
} fields_of[] = {
    [CP_STATE_ROUTE] = { 8,
                         { A(route.net), A(route.via), W(route.protocol), W(route.iface),
                           W(route.via_vrf), N(route.preference), N(route.metric),
                           N(route.what) } },
    [CP_STATE_NEIGHBOUR] = { 3, { A(neighbour.addr), N(neighbour.mac), W(neighbour.iface) } },
    [CP_STATE_IFACE] = { 6,
                         { W(iface.name), W(iface.parent), W(iface.text), N(iface.mac),
                           N(iface.vlan), N(iface.what) } },
    [CP_STATE_ADDRESS] = { 4,
                           { A(address.addr), W(address.iface), N(address.length),
                             N(address.what) } },
    [CP_STATE_RULE] = { 13,
                        { W(rule.filter), W(rule.text), A(rule.src), A(rule.dst), N(rule.seq),
                          N(rule.protocol[0]), N(rule.protocol[1]), N(rule.src_port[0]),
                          N(rule.src_port[1]), N(rule.dst_port[0]), N(rule.dst_port[1]),
                          N(rule.says), N(rule.what) } },
    [CP_STATE_USE] = { 3, { W(use.iface), W(use.filter), N(use.what) } },
    [CP_STATE_LIMIT] = { 3, { W(limit.what), W(limit.iface), W(limit.text) } },
    [CP_STATE_LINE] = { 1, { W(line.text) } },
    [CP_STATE_LSP] = { 8,
                       { A(lsp.fec), A(lsp.via), W(lsp.protocol), W(lsp.name), W(lsp.iface),
                         N(lsp.in), N(lsp.out), N(lsp.what) } },
    [CP_STATE_STATION] = { 4,
                           { N(station.mac), N(station.vlan), W(station.iface), W(station.text) } },
    [CP_STATE_PEER] = { 10,
                        { A(peer.addr), W(peer.protocol), W(peer.instance), W(peer.iface),
                          W(peer.area), W(peer.text), N(peer.as), N(peer.local_as), N(peer.metric),
                          N(peer.what) } },
};
#undef N
#undef W
#undef A
static_assert(sizeof fields_of / sizeof *fields_of == CP_STATE_KIND_COUNT, "fields of each kind");

/* ---- packing */

struct cp_state_packer {
    cp_arena *a, *words_of; /* the words of the block */
    cp_buf out, rows, texts;
    cp_map words; /* text -> place */
    uint64_t pos; /* of the row before */
    uint32_t n, kinds;
};

/* Of a block that nobody took. */
static void free_words(void *arg)
{
    cp_state_packer *p = arg;
    if (p->words_of)
        cp_arena_free(p->words_of);
    p->words_of = NULL;
}

cp_state_packer *cp_state_packer_new(cp_arena *a)
{
    cp_state_packer *p = CP_NEW(a, cp_state_packer);
    p->a = a;
    cp_arena_defer(a, free_words, p);
    p->out = cp_buf_new(a);
    p->rows = cp_buf_new(a);
    p->texts = cp_buf_new(a);
    return p;
}

static void put_number(cp_buf *b, uint64_t v)
{
    for (; v > 0x7f; v >>= 7)
        cp_buf_char(b, (char)(v | 0x80));
    cp_buf_char(b, (char)v);
}

static void put_word(cp_state_packer *p, cp_str s)
{
    s = cp_str_slice(s, 0, CP_STATE_WORD_BYTES_MAX);
    const uint64_t *known = cp_map_get(&p->words, s);
    if (known) {
        put_number(&p->rows, *known);
        return;
    }
    uint32_t place = p->words.n;
    s.p = cp_arena_dup_text(p->words_of, s.p, s.n);
    *cp_map_put(p->words_of, &p->words, s, NULL) = place;
    put_number(&p->rows, place);
    put_number(&p->texts, s.n);
    cp_buf_add(&p->texts, s);
}

static void put_net(cp_buf *b, const cp_state_net *n)
{
    cp_buf_char(b, (char)(n->is_set ? n->bits + 1 : 0));
    if (n->is_set)
        cp_buf_add(b, (cp_str){ (const char *)n->addr.b, (n->bits + 7u) / 8 });
}

bool cp_state_packer_add(cp_state_packer *p, const cp_state *s)
{
    const struct fields *f = &fields_of[s->kind];
    const char *base = (const char *)s;
    if (p->words_of == NULL) {
        p->words_of = cp_arena_new(0);
        p->words = (cp_map){ 0 };
        p->rows.n = p->texts.n = 0;
        p->pos = 0;
        p->kinds = 0;
    }
    p->kinds |= UINT32_C(1) << s->kind;
    cp_buf_char(&p->rows, (char)s->kind);
    put_word(p, s->vrf);
    uint64_t step = s->pos - p->pos; /* zigzag: lines mostly rise */
    put_number(&p->rows, step << 1 ^ (uint64_t)((int64_t)step >> 63));
    p->pos = s->pos;
    for (uint32_t i = 0; i < f->n; i++) {
        const void *at = base + f->v[i].at;
        switch (f->v[i].kind) {
        case NUMBER: put_number(&p->rows, *(const uint64_t *)at); break;
        case WORD: put_word(p, *(const cp_str *)at); break;
        case NET: put_net(&p->rows, at); break;
        }
    }
    return ++p->n == CP_STATE_BLOCK_ROWS || p->rows.n + p->texts.n >= CP_STATE_BLOCK_BYTES;
}

cp_bytes cp_state_packer_take(cp_state_packer *p, uint32_t *n_rows)
{
    *n_rows = p->n;
    if (p->n == 0)
        return (cp_bytes){ NULL, 0 };
    p->out.n = 0;
    cp_buf_add(&p->out, (cp_str){ magic, MAGIC_BYTES });
    cp_buf_char(&p->out, VERSION);
    put_number(&p->out, p->n);
    put_number(&p->out, p->words.n);
    cp_buf_add(&p->out, cp_buf_str(&p->texts));
    cp_buf_add(&p->out, cp_buf_str(&p->rows));
    cp_arena_free(p->words_of);
    p->words_of = NULL;
    p->n = 0;
    return cp_bytes_of_str(cp_buf_str(&p->out));
}

uint32_t cp_state_packer_kinds(const cp_state_packer *p) { return p->kinds; }

/* ---- unpacking */

typedef CP_VEC(cp_str) texts;

static uint64_t number(cp_cur *in)
{
    uint64_t v = 0;
    for (int shift = 0; shift < 64; shift += 7) {
        uint8_t byte = cp_cur_u8(in);
        if (shift == 63 && byte > 1)
            break;
        v |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80)
            return in->bad ? 0 : v;
    }
    in->bad = true;
    return 0;
}

static cp_str word(cp_cur *in, const texts *words)
{
    uint64_t place = number(in);
    if (place >= words->n) {
        in->bad = true;
        return (cp_str){ "", 0 };
    }
    return words->v[place];
}

static cp_state_net net(cp_cur *in)
{
    cp_state_net x = { .is_set = false };
    uint8_t head = cp_cur_u8(in);
    if (head == 0)
        return x;
    x.is_set = true;
    x.bits = head - 1;
    if (x.bits > ADDR_BITS) {
        in->bad = true;
        return x;
    }
    cp_bytes b = cp_cur_take(in, (x.bits + 7u) / 8);
    if (b.n)
        memcpy(x.addr.b, b.p, b.n);
    for (uint32_t i = x.bits; i < ADDR_BITS; i++)
        in->bad |= (x.addr.b[i / 8] & 0x80 >> i % 8) != 0; /* longer than it says */
    return x;
}

static void row(cp_cur *in, const texts *words, cp_state *s)
{
    uint64_t pos = s->pos;
    uint8_t kind = cp_cur_u8(in);
    if (kind >= CP_STATE_KIND_COUNT) {
        in->bad = true;
        return;
    }
    *s = (cp_state){ .kind = (cp_state_kind)kind, .vrf = word(in, words) };
    uint64_t step = number(in);
    s->pos = pos + (step >> 1 ^ (0 - (step & 1)));
    const struct fields *f = &fields_of[kind];
    for (uint32_t i = 0; i < f->n; i++) {
        void *at = (char *)s + f->v[i].at;
        switch (f->v[i].kind) {
        case NUMBER: *(uint64_t *)at = number(in); break;
        case WORD: *(cp_str *)at = word(in, words); break;
        case NET: *(cp_state_net *)at = net(in); break;
        }
    }
}

static cp_rc damaged(const cp_cur *in, cp_err *err)
{
    return cp_fail(err, CP_EFORMAT, cp_cur_off(in), "a block of states is damaged at byte %llu",
                   (unsigned long long)cp_cur_off(in));
}

/* Head and words; each word needs a byte at least, so a block cannot ask for more than it has. */
static cp_rc read_head(cp_arena *a, cp_cur *in, uint64_t *n_rows, texts *words, cp_err *err)
{
    cp_bytes head = cp_cur_take(in, MAGIC_BYTES);
    uint8_t version = cp_cur_u8(in);
    if (in->bad || memcmp(head.p, magic, MAGIC_BYTES) != 0 || version != VERSION)
        return cp_fail(err, CP_EFORMAT, 0, "expected a block of states of version %d", VERSION);
    *n_rows = number(in);
    uint64_t n_words = number(in);
    if (in->bad || *n_rows == 0 || *n_rows > CP_STATE_BLOCK_ROWS || n_words > cp_cur_left(in))
        return damaged(in, err);
    for (uint64_t i = 0; i < n_words && !in->bad; i++) {
        uint64_t n = number(in);
        cp_bytes b = cp_cur_take(in, n <= CP_STATE_WORD_BYTES_MAX ? (size_t)n : SIZE_MAX);
        cp_vec_push(a, words, ((cp_str){ b.n ? (const char *)b.p : "", b.n }));
    }
    return in->bad ? damaged(in, err) : CP_OK;
}

cp_rc cp_states_unpack(cp_bytes block, void (*each)(void *ctx, const cp_state *s), void *ctx,
                       cp_err *err)
{
    cp_arena *a = cp_arena_new(0);
    cp_cur in = cp_cur_of(block);
    texts words = { 0 };
    uint64_t n_rows = 0;
    cp_state s = { .pos = 0 };
    cp_rc rc = read_head(a, &in, &n_rows, &words, err);
    for (uint64_t i = 0; rc == CP_OK && i < n_rows; i++) {
        row(&in, &words, &s);
        if (in.bad)
            rc = damaged(&in, err);
        else
            each(ctx, &s);
    }
    if (rc == CP_OK && cp_cur_left(&in))
        rc = damaged(&in, err);
    cp_arena_free(a);
    return rc;
}
