/* SPDX-License-Identifier: Apache-2.0 */
/* pci.c - what lspci lists: cards and chips that carry or store data, and graphics, by which
 * management controllers show themselves. Bridges, timers and buses are of every board, and not
 * told.
 *
 *     03:00.0 Ethernet controller [0200]: Example Corporation X1 [8086:10fb] (rev 01)    (-nn, or
 *     without numbers)
 *             Subsystem: Other Inc. Card [1028:1f72]                                     (-v, -k)
 *
 *     Slot:   03:00.0                                                                    (-vmm)
 *     Class:  Ethernet controller
 *     Vendor: Example Corporation
 *
 * The words are those of lspci's table for the registered number of the vendor, which is in the
 * chip. Functions of one chip that are called alike are one part. */
#include <string.h>
#include "sources/host/host.h"
#include "sources/host/shell.h"

typedef struct cp_pci {
    bool is_open;
    cp_str slot, class, vendor, device, id, card, card_vendor;
    uint64_t line;
    cp_map told; /* host, chip and words of what was told */
} cp_pci;

static cp_pci *of(cp_host *h) { return h->pci; }

/* By the number of the class, or by its words where there is none. PCI Code and ID Assignment 1.15,
 * 1. */
static bool is_worth(cp_str class)
{
    static const char *const numbers[] = { "0100", "0104", "0107", "0108", "0180",
                                           "0200", "0207", "0280", "0300", "0302",
                                           "0b40", "0c04", "1000", "1080", "1200" };
    static const char *const words[] = {
        "SCSI storage",        "RAID bus",      "Serial Attached SCSI",
        "Non-Volatile memory", "Mass storage",  "Ethernet",
        "Infiniband",          "InfiniBand",    "Network",
        "VGA compatible",      "3D controller", "Co-processor",
        "Fibre Channel",       "Encryption",    "Processing accelerators"
    };
    ptrdiff_t open = cp_str_find_char(class, '[');
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (open >= 0 && cp_str_starts(cp_str_from(class, (size_t)open + 1), cp_str_c(numbers[i])))
            return true;
    for (size_t i = 0; open < 0 && i < sizeof words / sizeof *words; i++)
        if (cp_str_starts(class, cp_str_c(words[i])))
            return true;
    return false;
}

/* "03:00.0", "0000:03:00.0" */
static size_t n_of_slot(cp_str s)
{
    static const char *const shapes[] = { "xx:xx.x", "xxxx:xx:xx.x" };
    for (size_t k = 0; k < 2; k++) {
        size_t n = strlen(shapes[k]), i = 0;
        while (i < n && i < s.n &&
               (shapes[k][i] == 'x' ? cp_hex_digit(s.p[i]) >= 0 : s.p[i] == shapes[k][i]))
            i++;
        if (i == n)
            return n;
    }
    return 0;
}

/* Takes "(rev 01)", "(prog-if ..)" and "[8086:10fb]" off the end. *id: what is in the last brackets
 * with a colon. */
static cp_str without_numbers(cp_str s, cp_str *id)
{
    for (s = cp_str_trim(s); s.n && (s.p[s.n - 1] == ')' || s.p[s.n - 1] == ']');
         s = cp_str_trim(s)) {
        char open = s.p[s.n - 1] == ')' ? '(' : '[';
        size_t at = s.n - 1;
        while (at && s.p[at] != open)
            at--;
        cp_str in = cp_str_slice(s, at + 1, s.n - at - 2);
        bool is_id = open == '[' && (in.n == 9 || in.n == 4) && cp_hex_digit(in.p[0]) >= 0 &&
                     cp_hex_digit(in.p[in.n - 1]) >= 0 && (in.n == 4 || in.p[4] == ':');
        if (at == 0 ||
            (open == '(' && !cp_str_starts(in, CP_STR("rev ")) &&
             !cp_str_starts(in, CP_STR("prog-if "))) ||
            (open == '[' && !is_id))
            break;
        if (is_id)
            *id = in;
        s = cp_str_slice(s, 0, at);
    }
    return s;
}

static void end_device(cp_host *h)
{
    cp_pci *p = of(h);
    bool added;
    if (!p->is_open)
        return;
    p->is_open = false;
    h->parts.src->records++;
    cp_str chip = cp_str_slice(p->slot, 0, p->slot.n - 2);
    cp_str key = cp_str_fmt(h->a, "%.*s\n%.*s\n%.*s %.*s", CP_FMT(h->parts.host), CP_FMT(chip),
                            CP_FMT(p->vendor), CP_FMT(p->device));
    if (!is_worth(p->class) || p->device.n == 0) {
        h->parts.src->records_unused++;
        return;
    }
    (void)cp_map_put(h->a, &p->told, key, &added);
    if (!added)
        return;
    cp_part_begin(&h->parts, "pci", p->slot, p->slot, p->line);
    cp_part_say(&h->parts, CP_KIND_PART_CLASS, without_numbers(p->class, &key));
    cp_part_set(&h->parts, CP_KIND_PCI_VENDOR, p->vendor);
    if (p->vendor.n)
        cp_part_set(&h->parts, CP_KIND_PART_MODEL, p->device);
    else
        cp_part_set(&h->parts, CP_KIND_PCI_DEVICE, p->device);
    cp_part_set(&h->parts, CP_KIND_PCI_ID, p->id);
    if (p->card_vendor.n)
        cp_part_set(&h->parts, CP_KIND_PCI_SUBSYSTEM,
                    cp_str_fmt(h->a, "%.*s %.*s", CP_FMT(p->card_vendor), CP_FMT(p->card)));
    else
        cp_part_set(&h->parts, CP_KIND_PCI_SUBSYSTEM, p->card);
}

static void begin_device(cp_host *h, cp_str slot)
{
    cp_pci *p = of(h);
    end_device(h);
    p->is_open = true;
    p->slot = slot;
    p->line = h->terminal.line;
    p->class = p->vendor = p->device = p->id = p->card = p->card_vendor = CP_STR("");
}

/* -vmm */
static bool take_key(cp_host *h, cp_str line)
{
    cp_pci *p = of(h);
    char key[CP_HOST_KEY_BYTES_MAX];
    cp_str value, id = CP_STR("");
    if (!cp_host_key(line, key, &value))
        return false;
    if (strcmp(key, "slot") == 0 && n_of_slot(value) == value.n && value.n) {
        begin_device(h, value);
        return true;
    }
    if (!p->is_open)
        return false;
    struct {
        const char *key;
        cp_str *to;
    } const fields[] = { { "class", &p->class },   { "vendor", &p->vendor },
                         { "device", &p->device }, { "svendor", &p->card_vendor },
                         { "sdevice", &p->card },  { "subsystem", &p->card } };
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (strcmp(fields[i].key, key) == 0) {
            *fields[i].to = i == 0 ? value : without_numbers(value, &id);
            return true;
        }
    return line.p[0] == ' ' || line.p[0] == '\t' || cp_str_find_char(line, '\t') > 0;
}

static bool take_line(cp_host *h, cp_str line)
{
    cp_pci *p = of(h);
    size_t n = n_of_slot(line);
    ptrdiff_t colon = n ? cp_str_find(cp_str_from(line, n), CP_STR(": ")) : -1;
    if (line.n == 0)
        end_device(h);
    if (line.n == 0 || n == 0 || colon < 0 || line.p[n] != ' ')
        return line.n && take_key(h, line);
    begin_device(h, cp_str_slice(line, 0, n));
    p->class = cp_str_trim(cp_str_slice(line, n, (size_t)colon));
    p->device = without_numbers(cp_str_from(line, n + (size_t)colon + 2), &p->id);
    return true;
}

static void open_pci(cp_host *h) { h->pci = CP_NEW(h->a, cp_pci); }
static void begin_pci(cp_host *h) { (void)h; }

const cp_host_section cp_host_pci = { open_pci, begin_pci, take_line, end_device };
