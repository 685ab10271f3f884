/* SPDX-License-Identifier: Apache-2.0 */
/* manage.c - see manage.h. */
#include "flow/manage.h"

const cp_flow_management *cp_flow_management_of(uint8_t proto, uint16_t port)
{
    static const cp_flow_management rows[] = {
#define ROW(proto, port, name, is_clear, of_inside, score) \
    { proto, port, name, is_clear, of_inside, score },
        CP_FLOW_MANAGEMENT(ROW)
#undef ROW
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].proto == proto && rows[i].port == port)
            return &rows[i];
    return NULL;
}
