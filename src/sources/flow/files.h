/* SPDX-License-Identifier: Apache-2.0 */
/* files.h - files of nothing but datagrams of exporters, one behind the other: IPFIX files (RFC
 * 5655), and NetFlow 5 and 9 as somebody wrote down what came. Nobody tells who sent them: the
 * exporter's address is not known. */
#pragma once
#include "sources/reader.h"

extern const cp_format cp_format_ipfix;
extern const cp_format cp_format_netflow;
