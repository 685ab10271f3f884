/* SPDX-License-Identifier: Apache-2.0 */
/* sandbox.c - see sandbox.h.
 *
 * The filter is written here and not by libseccomp: it is two lists of some thirty numbers, which
 * can be read in one place, and it needs no memory and no library in the process that is to be
 * confined. Each rule becomes six instructions:
 *
 *     load number;  not this one: next rule;  load argument;  and mask;  equal: RETURN;  next rule
 *
 * An argument is compared in its lower 32 bits: those asked about are descriptors and flags, of
 * which the kernel looks at no more. What no rule names kills the process (SIGSYS). */
#include "sources/apart/sandbox.h"
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <malloc.h>
#include <sched.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined __x86_64__ && defined __ILP32__
#define ARCH 0 /* x32 shares its numbers with another architecture */
#elif defined __x86_64__
#define ARCH AUDIT_ARCH_X86_64
#elif defined __aarch64__ && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define ARCH AUDIT_ARCH_AARCH64
#elif defined __riscv && __riscv_xlen == 64
#define ARCH AUDIT_ARCH_RISCV64
#elif defined __powerpc64__ && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define ARCH AUDIT_ARCH_PPC64LE
#elif defined __i386__
#define ARCH AUDIT_ARCH_I386
#elif defined __arm__ && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define ARCH AUDIT_ARCH_ARM
#else
#define ARCH 0
#endif

enum { NOBODY = 65534, RULE_INSTRUCTIONS = 6, RULES_MAX = 64 };
#define X32_BIT 0x40000000

#define ALLOW SECCOMP_RET_ALLOW
#define REFUSE(err_no) (SECCOMP_RET_ERRNO | (err_no))
#define IF(arg, mask, value) true, arg, mask, value

typedef struct rule {
    int number;
    uint32_t answer;
    bool is_conditional;
    uint32_t arg, mask, value;
} rule;

/* ---- the lists: the most frequent first */

/* What any program in C needs that computes, aborts and ends. No memory becomes executable. */
#define COMPUTE                                                                                   \
    { __NR_munmap, ALLOW }, { __NR_mremap, ALLOW }, { __NR_madvise, ALLOW }, { __NR_brk, ALLOW }, \
        { __NR_mprotect, ALLOW, IF(2, PROT_EXEC, 0) }, { __NR_clock_gettime, ALLOW },             \
        { __NR_rt_sigprocmask, ALLOW }, { __NR_rt_sigaction, ALLOW },                             \
        { __NR_rt_sigreturn, ALLOW }, { __NR_restart_syscall, ALLOW }, { __NR_getpid, ALLOW },    \
        { __NR_gettid, ALLOW }, { __NR_exit, ALLOW },                                             \
    {                                                                                             \
        __NR_exit_group, ALLOW                                                                    \
    }

/* They report to standard error, look where they are, and map as they like. */
#if CP_IS_SANITIZED
#define SANITIZERS                                                                           \
    { __NR_sigaltstack, ALLOW }, { __NR_close, ALLOW }, { __NR_write, ALLOW },               \
        { __NR_writev, ALLOW }, { __NR_getrusage, ALLOW }, { __NR_mmap, ALLOW },             \
        { __NR_futex, ALLOW }, { __NR_sched_yield, ALLOW }, { __NR_openat, REFUSE(EACCES) }, \
        { __NR_readlinkat, REFUSE(EACCES) }, { __NR_prctl, REFUSE(EACCES) },
#else
#define SANITIZERS
#endif

/* Memory of their own. Where there is mmap2, mmap is an older call with other arguments. */
#ifdef __NR_mmap2
#define MEMORY { __NR_mmap2, ALLOW, IF(2, PROT_EXEC, 0) },
#else
#define MEMORY { __NR_mmap, ALLOW, IF(2, PROT_EXEC, 0) },
#endif

/* Threads and their locks; glibc asks for clone3 first, whose flags a filter cannot see. */
#ifdef __NR_futex_time64
#define TIME64 { __NR_futex_time64, ALLOW }, { __NR_clock_gettime64, ALLOW },
#else
#define TIME64
#endif
#ifdef __NR_rseq
#define RSEQ { __NR_rseq, ALLOW },
#else
#define RSEQ
#endif
#define THREADS                                                                                    \
    { __NR_futex, ALLOW },                                                                         \
        { __NR_clone, ALLOW, IF(0, CLONE_THREAD | CLONE_VM, CLONE_THREAD | CLONE_VM) },            \
        { __NR_clone3, REFUSE(ENOSYS) }, { __NR_set_robust_list, ALLOW },                          \
        { __NR_sched_yield, ALLOW }, { __NR_sched_getaffinity, ALLOW }, { __NR_getrandom, ALLOW }, \
        TIME64 RSEQ

static const rule capture_rules[] = {
    { __NR_write, ALLOW, IF(0, UINT32_MAX, CP_CAPTURE_FD_FRAMES) },
    { __NR_write, ALLOW, IF(0, UINT32_MAX, CP_CAPTURE_FD_KEEP) },
    { __NR_write, ALLOW, IF(0, UINT32_MAX, CP_CAPTURE_FD_STATE) },
    { __NR_write, ALLOW, IF(0, UINT32_MAX, CP_CAPTURE_FD_VOID) },
    { __NR_getsockopt, ALLOW }, /* counts of what was dropped; the error of the interface */
#ifdef __NR_poll
    { __NR_poll, ALLOW },
#endif
    { __NR_ppoll, ALLOW },
#ifdef __NR_ppoll_time64
    { __NR_ppoll_time64, ALLOW },
    { __NR_clock_gettime64, ALLOW },
#endif
#if CP_IS_SANITIZED && defined __NR_readlink
    { __NR_readlink, REFUSE(EACCES) },
#endif
    SANITIZERS COMPUTE,
};

static const rule parser_rules[] = {
    { __NR_read, ALLOW },
    { __NR_write, ALLOW },
    MEMORY THREADS /* one that hashes */
#if CP_IS_SANITIZED && defined __NR_readlink
    { __NR_readlink, REFUSE(EACCES) },
#endif
    SANITIZERS COMPUTE,
};

static const rule prober_rules[] = {
    { __NR_sendto, ALLOW, IF(0, UINT32_MAX, CP_PROBER_FD_V4) },
    { __NR_sendto, ALLOW, IF(0, UINT32_MAX, CP_PROBER_FD_V6) },
    { __NR_recvfrom, ALLOW, IF(0, UINT32_MAX, CP_PROBER_FD_V4) },
    { __NR_recvfrom, ALLOW, IF(0, UINT32_MAX, CP_PROBER_FD_V6) },
    { __NR_write, ALLOW, IF(0, UINT32_MAX, CP_PROBER_FD_OUT) },
    { __NR_write, ALLOW, IF(0, UINT32_MAX, CP_PROBER_FD_VOID) },
    { __NR_read, ALLOW, IF(0, UINT32_MAX, CP_PROBER_FD_IN) },
    { __NR_getrandom, ALLOW },
    { __NR_futex, ALLOW },
#ifdef __NR_poll
    { __NR_poll, ALLOW },
#endif
    { __NR_ppoll, ALLOW },
#ifdef __NR_ppoll_time64
    { __NR_ppoll_time64, ALLOW },
    { __NR_clock_gettime64, ALLOW },
    { __NR_futex_time64, ALLOW },
#endif
    MEMORY
#if CP_IS_SANITIZED && defined __NR_readlink
    { __NR_readlink, REFUSE(EACCES) },
#endif
    SANITIZERS COMPUTE,
};

static const rule collector_rules[] = {
    { __NR_recvmmsg, ALLOW }, /* nothing it has can be received from but its sockets */
#ifdef __NR_recvmmsg_time64
    { __NR_recvmmsg_time64, ALLOW },
#endif
    { __NR_clock_nanosleep, ALLOW },
#ifdef __NR_clock_nanosleep_time64
    { __NR_clock_nanosleep_time64, ALLOW },
#endif
    { __NR_write, ALLOW, IF(0, UINT32_MAX, CP_COLLECTOR_FD_OUT) },
    { __NR_write, ALLOW, IF(0, UINT32_MAX, CP_COLLECTOR_FD_VOID) },
    MEMORY THREADS /* one to a socket */
#if CP_IS_SANITIZED && defined __NR_readlink
    { __NR_readlink, REFUSE(EACCES) },
#endif
    SANITIZERS COMPUTE,
};

static const rule watcher_rules[] = {
    { __NR_read, ALLOW },
#ifdef __NR_epoll_wait
    { __NR_epoll_wait, ALLOW },
#endif
    { __NR_epoll_pwait, ALLOW },
    { __NR_write, ALLOW, IF(0, UINT32_MAX, CP_WATCHER_FD_LINES) },
    { __NR_write, ALLOW, IF(0, UINT32_MAX, CP_WATCHER_FD_STATE) },
    { __NR_write, ALLOW, IF(0, UINT32_MAX, CP_WATCHER_FD_VOID) },
    /* a connection comes and goes; nothing it has can be accepted from but the sockets it bound */
    { __NR_accept4, ALLOW },
    { __NR_epoll_ctl, ALLOW },
    { __NR_setsockopt, ALLOW },
    { __NR_fcntl, ALLOW, IF(1, UINT32_MAX, F_GETFL) },
    { __NR_fcntl, ALLOW, IF(1, UINT32_MAX, F_SETFL) },
#ifdef __NR_fcntl64
    { __NR_fcntl64, ALLOW, IF(1, UINT32_MAX, F_GETFL) },
    { __NR_fcntl64, ALLOW, IF(1, UINT32_MAX, F_SETFL) },
#endif
    { __NR_close, ALLOW },
#ifdef __NR_clock_gettime64
    { __NR_clock_gettime64, ALLOW },
#endif
    MEMORY
#if CP_IS_SANITIZED && defined __NR_readlink
    { __NR_readlink, REFUSE(EACCES) },
#endif
    SANITIZERS COMPUTE,
};

/* ---- the filter */

typedef struct program {
    struct sock_filter v[RULES_MAX * RULE_INSTRUCTIONS + 8];
    unsigned short n;
} program;

static void put(program *p, struct sock_filter x)
{
    assert(p->n < sizeof p->v / sizeof *p->v);
    p->v[p->n++] = x;
}

#define LOAD(off) (struct sock_filter) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (off))
#define RETURN(k) (struct sock_filter) BPF_STMT(BPF_RET | BPF_K, (k))
#define JUMP(op, k, yes, no) (struct sock_filter) BPF_JUMP(BPF_JMP | (op) | BPF_K, (k), (yes), (no))

static uint32_t offset_of_arg(uint32_t arg)
{
    uint32_t off = offsetof(struct seccomp_data, args) + arg * sizeof(uint64_t);
    return __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? off : off + sizeof(uint32_t);
}

static void put_rule(program *p, const rule *r)
{
    put(p, LOAD(offsetof(struct seccomp_data, nr)));
    if (!r->is_conditional) {
        put(p, JUMP(BPF_JEQ, (uint32_t)r->number, 0, 1));
        put(p, RETURN(r->answer));
        return;
    }
    put(p, JUMP(BPF_JEQ, (uint32_t)r->number, 0, RULE_INSTRUCTIONS - 2));
    put(p, LOAD(offset_of_arg(r->arg)));
    put(p, (struct sock_filter)BPF_STMT(BPF_ALU | BPF_AND | BPF_K, r->mask));
    put(p, JUMP(BPF_JEQ, r->value, 0, 1));
    put(p, RETURN(r->answer));
}

static void put_rules(program *p, const rule *v, size_t n)
{
    put(p, LOAD(offsetof(struct seccomp_data, arch)));
    put(p, JUMP(BPF_JEQ, ARCH, 1, 0));
    put(p, RETURN(SECCOMP_RET_KILL_PROCESS));
    put(p, LOAD(offsetof(struct seccomp_data, nr)));
    put(p, JUMP(BPF_JGE, X32_BIT, 0, 1));
    put(p, RETURN(SECCOMP_RET_KILL_PROCESS));
    for (size_t i = 0; i < n; i++)
        put_rule(p, &v[i]);
    /* abort() signals its own thread; nobody else may be signalled */
    put_rule(p, &(rule){ __NR_tgkill, ALLOW, IF(0, UINT32_MAX, (uint32_t)getpid()) });
    put(p, RETURN(SECCOMP_RET_KILL_PROCESS));
}

cp_rc cp_sandbox_enter(cp_sandbox which, cp_err *err)
{
    program p = { .n = 0 };
    if (ARCH == 0)
        return cp_fail(err, CP_EPERM, CP_NO_OFF,
                       "there is no list of system calls for this processor, so nothing is "
                       "captured, received or scanned on it; files can be read");
    switch (which) {
    case CP_SANDBOX_CAPTURE:
        put_rules(&p, capture_rules, sizeof capture_rules / sizeof *capture_rules);
        break;
    case CP_SANDBOX_PARSER:
        put_rules(&p, parser_rules, sizeof parser_rules / sizeof *parser_rules);
        break;
    case CP_SANDBOX_PROBER:
        put_rules(&p, prober_rules, sizeof prober_rules / sizeof *prober_rules);
        break;
    case CP_SANDBOX_COLLECTOR:
        put_rules(&p, collector_rules, sizeof collector_rules / sizeof *collector_rules);
        break;
    case CP_SANDBOX_WATCHER:
        put_rules(&p, watcher_rules, sizeof watcher_rules / sizeof *watcher_rules);
        break;
    }
    struct sock_fprog filter = { p.n, p.v };
/* of glibc: before a second heap shrinks, it reads a file that it may not open */
#ifdef M_ARENA_MAX
    (void)mallopt(M_ARENA_MAX, 1);
#endif
    if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) != 0)
        return cp_fail_errno(err, errno == EINVAL ? EPERM : errno,
                             "the kernel does not take the filter of system calls (seccomp)");
    return CP_OK;
}

/* ---- privileges */

static cp_rc check_capabilities(cp_err *err)
{
    struct __user_cap_header_struct head = { _LINUX_CAPABILITY_VERSION_3, 0 };
    struct __user_cap_data_struct caps[_LINUX_CAPABILITY_U32S_3];
    if (syscall(SYS_capget, &head, caps) != 0)
        return cp_fail_errno(err, errno, "cannot look at the capabilities");
    for (size_t i = 0; i < _LINUX_CAPABILITY_U32S_3; i++)
        if (caps[i].effective || caps[i].permitted || caps[i].inheritable)
            return cp_fail(err, CP_EPERM, CP_NO_OFF, "capabilities are left after giving them up");
    return CP_OK;
}

cp_rc cp_capabilities_drop(cp_err *err)
{
    struct __user_cap_header_struct head = { _LINUX_CAPABILITY_VERSION_3, 0 };
    struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = { { 0 } };
    /* who may not do this has none to be bounded */
    for (int i = 0; i < 64 && prctl(PR_CAPBSET_DROP, i, 0, 0, 0) == 0; i++)
        continue;
    (void)prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    if (syscall(SYS_capset, &head, none) != 0)
        return cp_fail_errno(err, errno, "cannot give up the capabilities");
    return check_capabilities(err);
}

/* EPERM: may not change ids; EINVAL: the id does not exist in this user namespace. */
static bool is_impossible(int err_no) { return err_no == EPERM || err_no == EINVAL; }

static cp_rc become_nobody(cp_err *err)
{
    if (geteuid() != 0)
        return CP_OK;
    if (setgroups(0, NULL) != 0 && !is_impossible(errno))
        return cp_fail_errno(err, errno, "cannot leave root's groups");
    if (setresgid(NOBODY, NOBODY, NOBODY) != 0 && !is_impossible(errno))
        return cp_fail_errno(err, errno, "cannot leave root's group");
    if (setresuid(NOBODY, NOBODY, NOBODY) != 0)
        return is_impossible(errno) ? CP_OK : cp_fail_errno(err, errno, "cannot cease to be root");
    if (setuid(0) == 0)
        return cp_fail(err, CP_EPERM, CP_NO_OFF, "could become root again");
    return CP_OK;
}

cp_rc cp_privileges_drop(cp_err *err)
{
    struct rlimit none = { 0, 0 };
    /* the bounding set first: nobody may not change it */
    for (int i = 0; i < 64 && prctl(PR_CAPBSET_DROP, i, 0, 0, 0) == 0; i++)
        continue;
    cp_rc rc = become_nobody(err);
    if (rc == CP_OK)
        rc = cp_capabilities_drop(err);
    if (rc == CP_OK && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        rc = cp_fail_errno(err, errno, "cannot renounce new privileges");
    (void)setrlimit(RLIMIT_CORE, &none); /* frames hold what others said in confidence */
    return rc;
}
