/* SPDX-License-Identifier: Apache-2.0 */
/* base.h - everything of the base room at once; the one header that other rooms include from
 * here. */
#pragma once
#include "base/arena.h"
#include "base/buf.h"
#include "base/cursor.h"
#include "base/err.h"
#include "base/ip.h"
#include "base/map.h"
#include "base/rand.h"
#include "base/str.h"
#include "base/time.h"
#include "base/vec.h"
#include "base/workdays.h"
