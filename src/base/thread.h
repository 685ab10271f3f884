/* SPDX-License-Identifier: Apache-2.0 */
/* thread.h - a thread that hears no signals: these stay with the one that starts it. */
#pragma once
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>

/* False: there is none to be had, and the caller does without. */
static inline bool cp_thread_start(pthread_t *out, void *(*run)(void *arg), void *arg)
{
    sigset_t all, before;
    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    bool is_running = pthread_create(out, NULL, run, arg) == 0;
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    return is_running;
}
