/* SPDX-License-Identifier: Apache-2.0 */
/* snmp.h - walks of SNMP agents: the text that snmpwalk and snmpbulkwalk print, and recordings of
 * snmpsim.
 *
 *     text --walk.c----.                       .--> observations about the agent and its parts
 *                      +--> variables --agent.c+--> observations about its neighbours
 *     .snmprec --------'      (mib.h)          '--> links
 *
 * What the subject of an observation is called:
 *     the agent itself   AGENT "a" (a second walk in the same file: "a" and the line it begins at),
 *                        with chassis serial, engine id, own chassis id, name, hardware and IP
 *                        addresses; more addresses than fit follow in observations of their own
 *     its components     AGENT "a", part "ent:INDEX" of entPhysicalTable
 *     a neighbour        AGENT "a/lldp/INDEX" or "a/cdp/INDEX", with what it told the agent
 * Placeholders, addresses that identify nobody and instances that the agent does not have are
 * counted as unused. */
#pragma once
#include "sources/reader.h"

extern const cp_format cp_format_snmpwalk, cp_format_snmprec;
