/* SPDX-License-Identifier: Apache-2.0 */
/* collect_metrics.c - see collect.h: figures as Prometheus reads them (text format 0.0.4), for the
 * textfile collector of its node exporter or any other reader of files. Names and meanings are
 * listed in docs/collect.md and do not change. */
#include "job/collect.h"
#include "job/output.h"

#define SECOND ((double)1000000)

static void head(cp_buf *b, const char *name, const char *type, const char *help)
{
    cp_buf_fmt(b, "# HELP cleanpath_collect_%s %s\n# TYPE cleanpath_collect_%s %s\n", name, help,
               name, type);
}

static void one(cp_buf *b, const char *name, const char *type, const char *help, uint64_t v)
{
    head(b, name, type, help);
    cp_buf_fmt(b, "cleanpath_collect_%s %llu\n", name, (unsigned long long)v);
}

static void moment(cp_buf *b, const char *name, const char *help, cp_time at)
{
    head(b, name, "gauge", help);
    cp_buf_fmt(b, "cleanpath_collect_%s %.3f\n", name,
               at == CP_TIME_NONE ? 0.0 : (double)at / SECOND);
}

/* Of each address. */
static const struct column {
    const char *name, *type, *help;
    size_t at; /* in cp_collect_sums */
} columns[] = {
#define COLUMN(name, type, field, help)                    \
    {                                                      \
        name, type, help, offsetof(cp_collect_sums, field) \
    }
    COLUMN("packets_total", "counter", packets, "Datagrams received."),
    COLUMN("bytes_total", "counter", bytes, "Bytes of payload received."),
    COLUMN("flows_total", "counter", flows, "Flows decoded."),
    COLUMN("lost_total", "counter", lost,
           "Missing by the sequence numbers of exporters: flows (NetFlow 5, IPFIX), datagrams "
           "(NetFlow 9, sFlow)."),
    COLUMN("kernel_dropped_total", "counter", kernel_dropped,
           "Datagrams that the kernel dropped because the socket's buffer was full."),
    COLUMN("dropped_flows_total", "counter", dropped,
           "Flows dropped here because the case did not take them and the buffer was full."),
    COLUMN("no_template_total", "counter", no_template, "Sets whose template was not seen."),
    COLUMN("malformed_total", "counter", bad, "Malformed datagrams or sets of known exporters."),
    COLUMN("unrecognised_total", "counter", strange, "Datagrams of no form that is known."),
    COLUMN("refused_total", "counter", refused,
           "Datagrams and flows of exporters beyond the limit of 65535."),
    COLUMN("outside_total", "counter", outside, "Datagrams from outside --within, not read."),
    COLUMN("unused_records_total", "counter", unused, "Records that are no flows of IP."),
    COLUMN("exporter_restarts_total", "counter", restarts,
           "Times that an exporter's sequence or uptime began anew."),
    COLUMN("templates", "gauge", templates, "Templates that are known."),
    COLUMN("receive_waiting_bytes", "gauge", receive_waiting,
           "Bytes in the sockets' buffers, as the kernel counts memory."),
    COLUMN("receive_buffer_bytes", "gauge", receive_bytes, "Size of the sockets' buffers."),
};

static void put_columns(cp_buf *b, const cp_job_collected *k)
{
    cp_collect_sums sums[CP_COLLECT_LISTENS_MAX];
    for (uint32_t i = 0; i < k->opts.n_listens; i++)
        cp_collect_sum(k->from, i, &sums[i]);
    for (size_t c = 0; c < sizeof columns / sizeof *columns; c++) {
        head(b, columns[c].name, columns[c].type, columns[c].help);
        for (uint32_t i = 0; i < k->opts.n_listens; i++) {
            uint64_t v;
            memcpy(&v, (const char *)&sums[i] + columns[c].at, sizeof v);
            cp_buf_fmt(b, "cleanpath_collect_%s{listen=\"%.*s\"} %llu\n", columns[c].name,
                       CP_FMT(k->opts.listens[i].text), (unsigned long long)v);
        }
    }
}

static void put_shipped(cp_buf *b, cp_shipper *s)
{
    cp_ship_figures f;
    cp_shipper_figures(s, &f);
    one(b, "shipped_batches_total", "counter", "Batches that went to ClickHouse.", f.batches);
    one(b, "shipped_flows_total", "counter", "Flows in them.", f.flows);
    one(b, "ship_failures_total", "counter",
        "Times that ClickHouse did not take a batch, which was tried again.", f.failures);
    one(b, "ship_stuck", "gauge", "1: ClickHouse takes nothing now.", f.is_stuck);
    one(b, "spool_flows", "gauge", "Flows that wait in the case for ClickHouse.", f.waiting_flows);
    one(b, "spool_bytes", "gauge", "Bytes of them.", f.waiting_bytes);
    one(b, "removed_flows_total", "counter",
        "Flows that left ClickHouse because they are older than --keep-days.", f.removed);
}

static void put_all(cp_buf *b, const cp_job_collected *k)
{
    head(b, "info", "gauge", "The program; always 1.");
    cp_buf_fmt(b, "cleanpath_collect_info{version=\"%s\"} 1\n", CP_VERSION);
    put_columns(b, k);
    one(b, "exporters", "gauge", "Exporters that are known.", cp_collect_n_exporters(k->from));
    one(b, "queue_bytes", "gauge", "Bytes of flows that wait for the case.",
        cp_collect_queue_bytes(k->from));
    one(b, "queue_max_bytes", "gauge", "How many may wait.", k->opts.queue_bytes);
    one(b, "batches_total", "counter", "Batches that are in the case.", k->batches);
    one(b, "committed_flows_total", "counter", "Flows in them.", k->flows);
    one(b, "commit_failures_total", "counter",
        "Times that the case did not take a batch, which was tried again.", k->failures);
    one(b, "stuck", "gauge", "1: the case takes nothing now (no space, or in use).", k->is_stuck);
    if (k->shipper)
        put_shipped(b, k->shipper);
    moment(b, "last_commit_timestamp_seconds", "When a batch was last committed; 0: not yet.",
           k->committed);
    moment(b, "start_timestamp_seconds", "When this program began.", k->began);
}

cp_rc cp_job_collect_metrics(cp_job *j, const cp_job_collected *k, cp_err *err)
{
    cp_output out;
    cp_arena *a = cp_arena_new(0);
    cp_rc rc = cp_output_open(a, &j->opts, "--metrics", j->opts.metrics, &out, err);
    if (rc == CP_OK) {
        cp_buf b = cp_buf_to_fd(a, out.fd);
        put_all(&b, k);
        rc = cp_buf_end(&b, err);
        cp_rc closing = cp_output_close(&out, rc == CP_OK, rc == CP_OK ? err : NULL);
        rc = rc != CP_OK ? rc : closing;
    }
    cp_arena_free(a);
    return rc;
}
