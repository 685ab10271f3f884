/* SPDX-License-Identifier: Apache-2.0 */
/* Tables of links. */
#include "sources/import/import.h"
#include "told.h"

/* A link with all that a row says. */
static cp_rc full_link(void *ctx, const cp_link *l, cp_err *err)
{
    cp_buf *b = ctx;
    (void)err;
    hear_ids(b, l->a.ids, l->a.n_ids);
    cp_buf_fmt(b, "[%.*s] ", CP_FMT(l->a.port));
    hear_ids(b, l->b.ids, l->b.n_ids);
    cp_buf_fmt(b, "[%.*s] %lld/%lld %llu %.*s %.*s%s%.*s%s\n", CP_FMT(l->b.port),
               (long long)l->metric, (long long)l->metric_back, (unsigned long long)l->capacity_bps,
               CP_FMT(l->layer), CP_FMT(l->srlg), l->name.n ? " " : "", CP_FMT(l->name),
               l->both_sides ? "" : " one side");
    return CP_OK;
}

static cp_rc no_obs(void *ctx, const cp_obs *o, cp_err *err)
{
    (void)ctx;
    (void)o;
    return cp_fail(err, CP_EINTERNAL, CP_NO_OFF, "a table of links tells no observations");
}

static const struct row {
    const char *name, *in, *links;
    cp_rc rc;
    uint64_t bad;
    const char *problem;
} rows[] = {
    { "all columns",
      "a,b,a_port,b_port,metric,metric_back,capacity_bps,layer,srlg\nx,y,p1,p2,10,20,1000,ip,d1;"
      "d2\n",
      "hostname=x[p1] hostname=y[p2] 10/20 1000 ip d1;d2\n", CP_OK, 0, "" },
    { "only the ends", "a,b\nx,y\n", "hostname=x[] hostname=y[] 0/0 0  \n", CP_OK, 0, "" },
    { "devices that are called as the columns", "a,b\na,b\n", "hostname=a[] hostname=b[] 0/0 0  \n",
      CP_OK, 0, "" },
    { "the header again", "a,b,metric\na,b,1\na,b,metric\n", "hostname=a[] hostname=b[] 1/0 0  \n",
      CP_OK, 0, "" },
    { "other words", "Source;Target;Source port;Speed (Mbps)\nx;y;p1;2.5\n",
      "hostname=x[p1] hostname=y[] 0/0 2500000  \n", CP_OK, 0, "" },
    { "ends by address", "a,b,layer\n192.0.2.1,00-00-5e-00-53-01,ip\n",
      "ip=192.0.2.1[] mac=00:00:5e:00:53:01[] 0/0 0 ip \n", CP_OK, 0, "" },
    { "capacities with units",
      "a,b,capacity\nx,y,10G\nx,y,100 Gbit/s\nx,y,100GE\nx,y,64kbps\nx,y,1e9\n",
      "hostname=x[] hostname=y[] 0/0 10000000000  \nhostname=x[] hostname=y[] 0/0 100000000000  \n"
      "hostname=x[] hostname=y[] 0/0 100000000000  \nhostname=x[] hostname=y[] 0/0 64000  \n"
      "hostname=x[] hostname=y[] 0/0 0  \n",
      CP_OK, 1, "capacity: \"1e9\" is no capacity" },
    { "a number without a unit", "a,b,speed\nx,y,1000\nx,y,1000000000\n",
      "hostname=x[] hostname=y[] 0/0 0  \nhostname=x[] hostname=y[] 0/0 1000000000  \n", CP_OK, 1,
      "no capacity" },
    { "no second end", "a,b,metric\nx,,1\nx,y,2\n", "hostname=x[] hostname=y[] 2/0 0  \n", CP_OK, 1,
      "no second end" },
    { "metric that is none", "a,b,metric\nx,y,low\n", "hostname=x[] hostname=y[] 0/0 0  \n", CP_OK,
      1, "metric: \"low\" is no metric" },
    { "metrics at the ends of what there is", "a,b,metric,metric back\nx,y,1,4294967295\n",
      "hostname=x[] hostname=y[] 1/4294967295 0  \n", CP_OK, 0, "" },
    { "metric 0", "a,b,metric,metric back\nx,y,0,7\n", "hostname=x[] hostname=y[] 0/7 0  \n", CP_OK,
      1, "metric: \"0\" is no metric: 1 to 4294967295" },
    { "metric 2^32", "a,b,metric\nx,y,4294967296\n", "hostname=x[] hostname=y[] 0/0 0  \n", CP_OK,
      1, "metric: \"4294967296\" is no metric" },
    { "metric beyond all numbers", "a,b,metric\nx,y,99999999999999999999\n",
      "hostname=x[] hostname=y[] 0/0 0  \n", CP_OK, 1, "is no metric" },
    { "not used for routing", "a,b,metric,metric back\nx,y,unused,7\n",
      "hostname=x[] hostname=y[] -1/7 0  \n", CP_OK, 0, "" },
    { "a name", "link,a,b,a_port\nnorth-7,x,y,p1\n",
      "hostname=x[p1] hostname=y[] 0/0 0   north-7\n", CP_OK, 0, "" },
    { "to itself, twice, and against itself", "a,b,metric\nx,X,1\nx,y,1\nx,y,2\ny,x,3\n",
      "hostname=x[] hostname=X[] 1/0 0  \nhostname=x[] hostname=y[] 1/0 0  \n"
      "hostname=x[] hostname=y[] 2/0 0  \nhostname=y[] hostname=x[] 3/0 0  \n",
      CP_OK, 0, "" },
    { "no column for the second end", "a,metric\nx,1\n", "", CP_EFORMAT, 0, "" },
    { "too many cells", "a,b\nx,y,z\n", "", CP_OK, 1, "3 cells" },
};

static void check_row(const struct row *r)
{
    cp_arena *a = cp_arena_new(0);
    cp_buf b = cp_buf_new(a);
    cp_obs_sink sink = { &b, no_obs, full_link };
    cp_source src = { .records = 0 };
    cp_read_opts opts = { .realm = CP_STR("") };
    cp_err err;
    cp_rc rc = cp_format_links.read(a, cp_input_of_bytes(a, cp_bytes_of_str(cp_str_c(r->in))),
                                    &opts, &sink, &src, &err);
    is_int(rc, r->rc, "%s: result", r->name);
    is_cstr(cp_buf_str(&b), r->links, "%s", r->name);
    is_uint(src.records_bad, r->bad, "%s: bad", r->name);
    ok(cp_str_has(src.n_problems ? src.problems[0].text : CP_STR(""), cp_str_c(r->problem)),
       "%s: problem", r->name);
    cp_arena_free(a);
}

static const struct head {
    const char *in;
    bool is_links;
} heads[] = {
    { "a,b,a_port,b_port\nx,y,1,2\n", true },
    { "a,b\nx,y\n", true },
    { "From,To,Capacity\nx,y,1\n", true },
    { "src,dst,bytes\nx,y,1\n", false }, /* traffic, not links */
    { "from,to,bps\nx,y,1\n", false },   /* demands */
    { "name,serial\nx,y\n", false },
};

int main(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(&rows[i]);
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        cp_bytes head = cp_bytes_of_str(cp_str_c(heads[i].in));
        int links = cp_format_links.detect(head, CP_STR("x.csv"));
        int inventory = cp_format_inventory.detect(head, CP_STR("x.csv"));
        ok((links > inventory) == heads[i].is_links, "table %zu: links (%d) or not (%d)", i, links,
           inventory);
    }
    cut_everywhere(&cp_format_links, CP_STR("a;b;metric\nx;y;1\n\"z\";\"q\nr\";\n"), "links");
    return tap_done();
}
