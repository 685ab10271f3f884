/* SPDX-License-Identifier: Apache-2.0 */
/* import.h - tables and lists that people and their tools write: an inventory, links and what they
 * ride on, dependencies, demands, other names, what inspections cost, approvals, answers to a
 * questionnaire, observations, and the profile. Formats for users: docs/formats/.
 *
 * What the subject of an observation is called:
 *     a row of an inventory    AGENT "r" and its position, with its serial numbers, hardware and IP
 *                              addresses, FCC id and, as HOSTNAME, its name
 *     a line of observations   what the line says
 *     a row of answers         for each of its subjects what stands there; their names are taken
 *                              for an identifier, if one device alone is called so
 * Approvals, and answers about makers, are statements: they are about no device.
 * The profile and the waivers emit nothing: whoever wants them gives the bytes to cp_profile_parse
 * and cp_waivers_parse. */
#pragma once
#include "sources/reader.h"

extern const cp_format cp_format_inventory, cp_format_links, cp_format_approvals, cp_format_answers,
    cp_format_observations, cp_format_profile, cp_format_waivers, cp_format_carriage,
    cp_format_dependencies, cp_format_demands, cp_format_aliases, cp_format_inspections,
    cp_format_xlsx;
