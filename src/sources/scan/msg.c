/* SPDX-License-Identifier: Apache-2.0 */
/* msg.c - see msg.h. The only file that knows net-snmp. */
#include "sources/scan/msg.h"

static const char *const kind_texts[] = {
#define ROW(id, text) [CP_MSG_##id] = text,
    CP_MSG_KINDS(ROW)
#undef ROW
};

const char *cp_msg_kind_text(cp_msg_kind k)
{
    assert(k < CP_MSG_KIND_COUNT);
    return kind_texts[k];
}

#ifdef CP_HAVE_SNMP
#include <dlfcn.h>
#include <net-snmp/net-snmp-config.h>
#include <net-snmp/net-snmp-includes.h>
#include <stddef.h>
#include <stdlib.h>

/* Its interface has had this number since 5.8 of 2018. */
#define LIBRARY "libnetsnmp.so.40"
enum { KEY_BYTES_MAX = 64 };

typedef struct library {
    void (*init)(const char *name);
    void (*session_init)(netsnmp_session *s);
    netsnmp_pdu *(*pdu_create)(int command);
    void (*pdu_free)(netsnmp_pdu *p);
    netsnmp_variable_list *(*add_null)(netsnmp_pdu *p, const oid *name, size_t n);
    int (*build)(u_char **pkt, size_t *pkt_len, size_t *offset, netsnmp_session *s, netsnmp_pdu *p);
    int (*parse)(struct session_list *list, netsnmp_session *s, netsnmp_pdu *p, u_char *data,
                 size_t n);
    int (*create_user)(netsnmp_session *s);
    struct usmUser *(*get_user)(const void *engine, size_t n_engine, const void *name,
                                size_t n_name);
    struct usmUser *(*remove_user)(struct usmUser *u);
    struct usmUser *(*free_user)(struct usmUser *u);
    int (*make_key)(const oid *protocol, u_int n, const u_char *password, size_t n_password,
                    u_char *key, size_t *n_key);
    int (*auth_type)(const char *name);
    int (*priv_type)(const char *name);
    oid *(*auth_oid)(int type, size_t *n);
    oid *(*priv_oid)(int type, size_t *n);
    int (*set_boolean)(int store, int which, int value);
    void (*disable_log)(void);
} library;

static const struct {
    const char *name;
    size_t at;
} functions[] = {
    { "init_snmp", offsetof(library, init) },
    { "snmp_sess_init", offsetof(library, session_init) },
    { "snmp_pdu_create", offsetof(library, pdu_create) },
    { "snmp_free_pdu", offsetof(library, pdu_free) },
    { "snmp_add_null_var", offsetof(library, add_null) },
    { "snmp_build", offsetof(library, build) },
    { "snmp_parse", offsetof(library, parse) },
    { "usm_create_user_from_session", offsetof(library, create_user) },
    { "usm_get_user", offsetof(library, get_user) },
    { "usm_remove_user", offsetof(library, remove_user) },
    { "usm_free_user", offsetof(library, free_user) },
    { "generate_Ku", offsetof(library, make_key) },
    { "usm_lookup_auth_type", offsetof(library, auth_type) },
    { "usm_lookup_priv_type", offsetof(library, priv_type) },
    { "sc_get_auth_oid", offsetof(library, auth_oid) },
    { "sc_get_priv_oid", offsetof(library, priv_oid) },
    { "netsnmp_ds_set_boolean", offsetof(library, set_boolean) },
    { "snmp_disable_log", offsetof(library, disable_log) },
};

/* What makes the keys of a user for a device: the slow half, a million bytes hashed. */
typedef struct keys {
    const cp_cred *of;
    const oid *auth, *priv;
    size_t n_auth, n_priv;
    u_char auth_key[KEY_BYTES_MAX], priv_key[KEY_BYTES_MAX];
    size_t n_auth_key, n_priv_key;
} keys;

struct cp_msg {
    library lib;
    netsnmp_session session; /* of no device: what decoding wants */
    keys *keys;
    uint32_t n_keys;
    u_char *packet; /* of the library's allocator */
    size_t n_packet;
    netsnmp_pdu *last; /* whose memory the last answer shows */
    cp_bind binds[CP_MSG_BINDS_MAX];
};

bool cp_msg_is_built_in(void) { return true; }

/* ---- beginning */

static cp_rc load(library *out, cp_err *err)
{
    void *lib = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
    if (!lib)
        return cp_fail(err, CP_EIO, CP_NO_OFF,
                       "nothing can be scanned: " LIBRARY " cannot be loaded (package libsnmp40)");
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        void *f = dlsym(lib, functions[i].name);
        if (!f)
            return cp_fail(err, CP_EIO, CP_NO_OFF, "nothing can be scanned: " LIBRARY " has no %s",
                           functions[i].name);
        memcpy((char *)out + functions[i].at, &f, sizeof f);
    }
    return CP_OK; /* it stays loaded: it keeps state of the process */
}

static void start(cp_msg *m)
{
    static const int off[] = { NETSNMP_DS_LIB_DONT_READ_CONFIGS, NETSNMP_DS_LIB_DONT_PERSIST_STATE,
                               NETSNMP_DS_LIB_DISABLE_PERSISTENT_LOAD,
                               NETSNMP_DS_LIB_DISABLE_PERSISTENT_SAVE,
                               NETSNMP_DS_LIB_DISABLE_CONFIG_LOAD };
    static const char nowhere[] = "/dev/null/none"; /* a folder that not even root can make */
    for (size_t i = 0; i < sizeof off / sizeof *off; i++)
        (void)m->lib.set_boolean(NETSNMP_DS_LIBRARY_ID, off[i], 1);
    (void)setenv("MIBS", "", 1);
    (void)setenv("MIBDIRS", nowhere, 1);
    (void)setenv("SNMP_PERSISTENT_DIR", nowhere, 1);
    (void)setenv("SNMPCONFPATH", nowhere, 1);
    m->lib.disable_log();
    m->lib.init("cleanpath");
    (void)m->lib.set_boolean(NETSNMP_DS_LIBRARY_ID, NETSNMP_DS_LIB_REVERSE_ENCODE, 1);
    m->lib.session_init(&m->session);
}

static bool make_key(cp_msg *m, const keys *k, cp_str password, u_char *key, size_t *n)
{
    *n = KEY_BYTES_MAX;
    return m->lib.make_key(k->auth, (u_int)k->n_auth, (const u_char *)password.p, password.n, key,
                           n) == SNMPERR_SUCCESS;
}

/* usmNoAuthProtocol and usmNoPrivProtocol of RFC 3414: a user without has these. */
static const oid no_auth[] = { 1, 3, 6, 1, 6, 3, 10, 1, 1, 1 };
static const oid no_priv[] = { 1, 3, 6, 1, 6, 3, 10, 1, 2, 1 };

static cp_rc make_keys(cp_msg *m, const cp_cred *c, keys *k, cp_err *err)
{
    int auth = c->auth.n ? m->lib.auth_type(c->auth.p) : 0;
    int priv = c->priv.n ? m->lib.priv_type(c->priv.p) : 0;
    k->of = c;
    k->auth = no_auth;
    k->n_auth = sizeof no_auth / sizeof *no_auth;
    k->priv = no_priv;
    k->n_priv = sizeof no_priv / sizeof *no_priv;
    if (c->auth.n)
        k->auth = auth > 0 ? m->lib.auth_oid(auth, &k->n_auth) : NULL;
    if (c->priv.n)
        k->priv = priv > 0 ? m->lib.priv_oid(priv, &k->n_priv) : NULL;
    if ((c->auth.n && !k->auth) || (c->priv.n && !k->priv))
        return cp_fail(err, CP_EUSAGE, CP_NO_OFF, "%.*s: " LIBRARY " of this machine has no %.*s",
                       CP_FMT(c->label), CP_FMT(c->auth.n && !k->auth ? c->auth : c->priv));
    if ((c->auth.n && !make_key(m, k, c->auth_password, k->auth_key, &k->n_auth_key)) ||
        (c->priv.n && !make_key(m, k, c->priv_password, k->priv_key, &k->n_priv_key)))
        return cp_fail(err, CP_EIO, CP_NO_OFF, "%.*s: no keys can be made of its passwords",
                       CP_FMT(c->label));
    return CP_OK;
}

/* Ciphers, hashes and random numbers are loaded when they are first used, and files are read then:
 * all of that is over before the process may open nothing any more. */
static void warm_up(cp_msg *m, const cp_creds *creds)
{
    cp_ask_request r = { .n = 1, .names[0] = { { 1, 3, 6, 1, 2, 1, 1, 1 }, 8 } };
    for (uint32_t i = 0; i < creds->n; i++) {
        cp_msg_peer peer = { .engine = { 0x80, 0, 0, 0, 4, 'w', 'a', 'r', 'm' }, .n_engine = 9 };
        cp_msg_answer answer;
        cp_bytes bytes;
        if (cp_msg_encode(m, &creds->v[i], &peer, &r, 1, &bytes))
            cp_msg_decode(m, bytes, &answer);
        cp_msg_forget(m, &creds->v[i], &peer);
    }
}

static void free_msg(void *arg)
{
    cp_msg *m = arg;
    if (m->last)
        m->lib.pdu_free(m->last);
    m->last = NULL;
    free(m->packet);
}

cp_rc cp_msg_new(cp_arena *a, const cp_creds *creds, cp_msg **out, cp_err *err)
{
    cp_msg *m = CP_NEW(a, cp_msg);
    cp_rc rc = load(&m->lib, err);
    if (rc != CP_OK)
        return rc;
    start(m);
    cp_arena_defer(a, free_msg, m);
    m->keys = CP_NEW_ARRAY(a, keys, creds->n);
    m->n_keys = creds->n;
    for (uint32_t i = 0; i < creds->n && rc == CP_OK; i++)
        rc = make_keys(m, &creds->v[i], &m->keys[i], err);
    if (rc == CP_OK)
        warm_up(m, creds);
    if (rc == CP_OK)
        *out = m;
    return rc;
}

/* ---- users */

static const keys *keys_of(const cp_msg *m, const cp_cred *c)
{
    uint32_t i = 0;
    while (i < m->n_keys && m->keys[i].of != c)
        i++;
    assert(i < m->n_keys);
    return &m->keys[i];
}

/* What the session of such a user looks like; it borrows everything. */
static void dress(const keys *k, cp_msg_peer *peer, netsnmp_session *s)
{
    const cp_cred *c = k->of;
    s->version = SNMP_VERSION_3;
    s->securityModel = SNMP_SEC_MODEL_USM;
    s->securityName = (char *)c->user.p;
    s->securityNameLen = c->user.n;
    s->securityLevel = c->priv.n   ? SNMP_SEC_LEVEL_AUTHPRIV
                       : c->auth.n ? SNMP_SEC_LEVEL_AUTHNOPRIV
                                   : SNMP_SEC_LEVEL_NOAUTH;
    s->contextName = c->context.n ? (char *)c->context.p : (char *)"";
    s->contextNameLen = c->context.n;
    s->securityEngineID = peer->engine;
    s->securityEngineIDLen = peer->n_engine;
    s->contextEngineID = peer->engine;
    s->contextEngineIDLen = peer->n_engine;
    s->securityAuthProto = (oid *)k->auth;
    s->securityAuthProtoLen = k->n_auth;
    s->securityPrivProto = (oid *)k->priv;
    s->securityPrivProtoLen = k->n_priv;
    memcpy(s->securityAuthKey, k->auth_key, k->n_auth_key);
    s->securityAuthKeyLen = k->n_auth_key;
    memcpy(s->securityPrivKey, k->priv_key, k->n_priv_key);
    s->securityPrivKeyLen = k->n_priv_key;
}

void cp_msg_forget(cp_msg *m, const cp_cred *c, cp_msg_peer *peer)
{
    if (peer->has_user) {
        struct usmUser *u = m->lib.get_user(peer->engine, peer->n_engine, c->user.p, c->user.n);
        if (u) {
            (void)m->lib.remove_user(u);
            (void)m->lib.free_user(u);
        }
    }
    *peer = (cp_msg_peer){ .n_engine = 0 };
}

/* ---- requests */

static netsnmp_pdu *make_pdu(cp_msg *m, const cp_ask_request *r, int32_t id, bool is_v3)
{
    bool is_bulk = r->verb == CP_ASK_BULK;
    netsnmp_pdu *p = m->lib.pdu_create(is_bulk ? SNMP_MSG_GETBULK : SNMP_MSG_GETNEXT);
    if (!p)
        return NULL;
    p->version = is_v3 ? SNMP_VERSION_3 : SNMP_VERSION_2c;
    p->reqid = p->msgid = id;
    if (is_bulk) {
        p->non_repeaters = 0;
        p->max_repetitions = (long)r->repetitions;
    }
    for (uint32_t i = 0; i < r->n; i++) {
        oid name[MAX_OID_LEN];
        for (uint32_t k = 0; k < r->names[i].n; k++)
            name[k] = r->names[i].id[k];
        if (!m->lib.add_null(p, name, r->names[i].n)) {
            m->lib.pdu_free(p);
            return NULL;
        }
    }
    return p;
}

static bool build(cp_msg *m, netsnmp_session *s, netsnmp_pdu *p, cp_bytes *out)
{
    size_t n = 0;
    if (!m->packet) {
        m->n_packet = 4096;
        m->packet = malloc(m->n_packet);
    }
    bool good = m->packet && m->lib.build(&m->packet, &m->n_packet, &n, s, p) == 0 && n > 0 &&
                n <= m->n_packet && n <= CP_MSG_BYTES_MAX;
    m->lib.pdu_free(p);
    if (good) /* it is built from its end */
        *out = (cp_bytes){ m->packet + m->n_packet - n, n };
    return good;
}

/* RFC 3414, 4: a message without a user and without an engine, which is answered by what is
 * missing. */
static bool encode_discovery(cp_msg *m, int32_t id, cp_bytes *out)
{
    static const cp_ask_request nothing = { .n = 0 };
    static char empty[1] = "";
    netsnmp_session s = m->session;
    netsnmp_pdu *p = make_pdu(m, &nothing, id, true);
    if (!p)
        return false;
    p->command = SNMP_MSG_GET; /* of nothing at all */
    p->securityModel = s.securityModel = SNMP_SEC_MODEL_USM;
    p->securityLevel = s.securityLevel = SNMP_SEC_LEVEL_NOAUTH;
    p->securityName = strdup("");
    s.version = SNMP_VERSION_3;
    s.securityName = s.contextName = empty;
    return build(m, &s, p, out);
}

bool cp_msg_encode(cp_msg *m, const cp_cred *c, cp_msg_peer *peer, const cp_ask_request *r,
                   int32_t id, cp_bytes *out)
{
    netsnmp_session s = m->session;
    netsnmp_pdu *p;
    if (c->is_v3 && peer->n_engine == 0)
        return encode_discovery(m, id, out);
    s.version = SNMP_VERSION_2c;
    s.community = (u_char *)c->community.p;
    s.community_len = c->community.n;
    if (c->is_v3)
        dress(keys_of(m, c), peer, &s);
    if (c->is_v3 && !peer->has_user) {
        if (m->lib.create_user(&s) != SNMPERR_SUCCESS)
            return false;
        peer->has_user = true;
    }
    p = make_pdu(m, r, id, c->is_v3);
    return p && build(m, &s, p, out);
}

/* ---- answers */

static void take_oid(const oid *v, size_t n, cp_oid *out)
{
    out->n = (uint32_t)(n < CP_OID_IDS_MAX ? n : CP_OID_IDS_MAX);
    for (uint32_t i = 0; i < out->n; i++)
        out->id[i] = (uint32_t)v[i];
}

static void take_bind(const netsnmp_variable_list *v, cp_bind *out)
{
    take_oid(v->name, v->name_length, &out->name);
    out->type = v->type;
    out->octets = (cp_bytes){ NULL, 0 };
    out->oid.n = 0;
    out->integer = 0;
    out->counter = 0;
    switch (v->type) {
    case ASN_OCTET_STR:
    case ASN_IPADDRESS:
    case ASN_OPAQUE: out->octets = (cp_bytes){ v->val.string, v->val_len }; break;
    case ASN_OBJECT_ID: take_oid(v->val.objid, v->val_len / sizeof(oid), &out->oid); break;
    case ASN_INTEGER: out->integer = (int32_t)*v->val.integer; break;
    case ASN_COUNTER:
    case ASN_GAUGE:
    case ASN_TIMETICKS: out->counter = (uint32_t)*v->val.integer; break;
    case ASN_COUNTER64:
        out->counter = (uint64_t)(v->val.counter64->high & UINT32_MAX) << 32 |
                       (v->val.counter64->low & UINT32_MAX);
        break;
    default: break; /* of no value, or of one that is not kept */
    }
}

/* usmStats of RFC 3414, 5. */
static cp_msg_kind report_kind(const netsnmp_pdu *p)
{
    static const oid stats[] = { 1, 3, 6, 1, 6, 3, 15, 1, 1 };
    static const cp_msg_kind kinds[] = { CP_MSG_BAD,         CP_MSG_REFUSED_LEVEL,
                                         CP_MSG_TIME,        CP_MSG_REFUSED_USER,
                                         CP_MSG_ENGINE,      CP_MSG_REFUSED_KEY,
                                         CP_MSG_REFUSED_PRIV };
    enum { N_STATS = sizeof stats / sizeof *stats, N_KINDS = sizeof kinds / sizeof *kinds };
    const netsnmp_variable_list *v = p->variables;
    if (!v || v->name_length <= N_STATS || memcmp(v->name, stats, sizeof stats) != 0 ||
        v->name[N_STATS] >= N_KINDS)
        return CP_MSG_BAD;
    return kinds[v->name[N_STATS]];
}

static void take_answer(cp_msg *m, const netsnmp_pdu *p, cp_msg_answer *out)
{
    uint32_t n = 0;
    for (const netsnmp_variable_list *v = p->variables; v && n < CP_MSG_BINDS_MAX;
         v = v->next_variable)
        take_bind(v, &m->binds[n++]);
    out->kind = CP_MSG_ANSWER;
    out->what = (cp_ask_answer){ (uint32_t)p->errstat, (uint32_t)p->errindex, m->binds, n };
}

void cp_msg_decode(cp_msg *m, cp_bytes in, cp_msg_answer *out)
{
    netsnmp_session s = m->session;
    *out = (cp_msg_answer){ .kind = CP_MSG_BAD };
    if (m->last)
        m->lib.pdu_free(m->last);
    m->last = m->lib.pdu_create(SNMP_MSG_RESPONSE);
    if (!m->last || m->lib.parse(NULL, &s, m->last, (u_char *)in.p, in.n) != 0)
        return;
    const netsnmp_pdu *p = m->last;
    out->is_v3 = p->version == SNMP_VERSION_3;
    if (!out->is_v3 && p->version != SNMP_VERSION_2c)
        return;
    out->id = (int32_t)(out->is_v3 ? p->msgid : p->reqid);
    out->is_protected = out->is_v3 && p->securityLevel >= SNMP_SEC_LEVEL_AUTHNOPRIV;
    if (out->is_v3 && p->securityEngineIDLen <= CP_MSG_ENGINE_MAX) {
        out->n_engine = (uint32_t)p->securityEngineIDLen;
        memcpy(out->engine, p->securityEngineID, p->securityEngineIDLen);
    }
    if (p->command == SNMP_MSG_REPORT)
        out->kind = report_kind(p);
    else if (p->command == SNMP_MSG_RESPONSE && (!out->is_v3 || p->reqid == p->msgid))
        take_answer(m, p, out);
}

#else

bool cp_msg_is_built_in(void) { return false; }

cp_rc cp_msg_new(cp_arena *a, const cp_creds *creds, cp_msg **out, cp_err *err)
{
    (void)a;
    (void)creds;
    (void)out;
    return cp_fail(err, CP_EUSAGE, CP_NO_OFF,
                   "this program was built without net-snmp: no scan; walks of snmpbulkwalk can be "
                   "imported");
}

void cp_msg_forget(cp_msg *m, const cp_cred *c, cp_msg_peer *peer)
{
    (void)m;
    (void)c;
    (void)peer;
}

bool cp_msg_encode(cp_msg *m, const cp_cred *c, cp_msg_peer *peer, const cp_ask_request *r,
                   int32_t id, cp_bytes *out)
{
    (void)m;
    (void)c;
    (void)peer;
    (void)r;
    (void)id;
    (void)out;
    return false;
}

void cp_msg_decode(cp_msg *m, cp_bytes in, cp_msg_answer *out)
{
    (void)m;
    (void)in;
    *out = (cp_msg_answer){ .kind = CP_MSG_BAD };
}

#endif
