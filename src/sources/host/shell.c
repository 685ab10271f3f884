/* SPDX-License-Identifier: Apache-2.0 */
/* shell.c - see shell.h. A line of an answer must not be taken for a prompt: what is not
 * user@host, or does not run a program that is known here, is none. */
#include "sources/host/shell.h"
#include "sources/access/typescript.h"

enum { NAME_BYTES_MAX = 64, PATH_BYTES_MAX = 120 };

cp_str cp_shell_word(cp_str *rest)
{
    size_t n = 0;
    *rest = cp_str_trim(*rest);
    while (n < rest->n && rest->p[n] != ' ' && rest->p[n] != '\t')
        n++;
    cp_str word = cp_str_slice(*rest, 0, n);
    *rest = cp_str_from(*rest, n);
    return word;
}

bool cp_shell_runs(cp_str command, const char *program)
{
    cp_str word = cp_shell_word(&command), name = cp_str_c(program);
    for (size_t i = word.n; i > 0; i--)
        if (word.p[i - 1] == '/')
            return cp_str_eq(cp_str_from(word, i), name);
    return cp_str_eq(word, name);
}

cp_str cp_shell_option(cp_str command, const char *const *options)
{
    for (cp_str word; (word = cp_shell_word(&command)).n;)
        for (size_t i = 0; options[i]; i++)
            if (cp_str_eq(word, cp_str_c(options[i])))
                return cp_shell_word(&command);
    return CP_STR("");
}

static cp_str without_sudo(cp_str command)
{
    cp_str rest = cp_str_trim(command), after = rest;
    return cp_str_eq(cp_shell_word(&after), CP_STR("sudo")) ? cp_str_trim(after) : rest;
}

static bool is_known(cp_str command)
{
    static const char *const programs[] = { "ethtool",   "i2cdump",  "hexdump", "xxd",    "lspci",
                                            "dmidecode", "ipmitool", "cat",     "sfputil" };
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++)
        if (cp_shell_runs(command, programs[i]))
            return true;
    return cp_command_shows(command) && cp_str_find_char(command, ' ') > 0;
}

static bool is_of_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.' || (unsigned char)c >= 0x80;
}

static size_t n_of_name(cp_str s)
{
    size_t n = 0;
    while (n < s.n && n <= NAME_BYTES_MAX && is_of_name(s.p[n]))
        n++;
    return n > NAME_BYTES_MAX ? 0 : n;
}

/* user@host:path$ command, [user@host path]# command */
static bool read_user(cp_str line, cp_shell *out)
{
    size_t bracket = line.n && line.p[0] == '[', blanks_max = bracket, i = 0;
    cp_str rest = cp_str_from(line, bracket);
    size_t n = n_of_name(rest);
    if (n == 0 || n == rest.n || rest.p[n] != '@')
        return false;
    rest = cp_str_from(rest, n + 1);
    n = n_of_name(rest);
    if (n == 0)
        return false;
    cp_str host = cp_str_slice(rest, 0, n);
    rest = cp_str_from(rest, n);
    for (size_t blanks = 0; i < rest.n && i < PATH_BYTES_MAX; i++) {
        char c = rest.p[i];
        bool is_last = i + 1 == rest.n || rest.p[i + 1] == ' ';
        if ((c == '#' || c == '$' || c == '%' || c == '>') && is_last)
            break;
        if (c == ' ' && ++blanks > blanks_max)
            return false;
    }
    if (i == rest.n || i == PATH_BYTES_MAX)
        return false;
    *out = (cp_shell){ host, without_sudo(cp_str_from(rest, i + 1)) };
    return true;
}

/* host# command, <host> command: only with a command that is known. */
static bool read_router(cp_str line, cp_shell *out)
{
    cp_prompt p;
    if (!cp_prompt_read(line, &p) || !is_known(without_sudo(p.command)))
        return false;
    *out = (cp_shell){ p.host, without_sudo(p.command) };
    return true;
}

/* "Host: leaf1", "hostname: leaf1"; "leaf1 | CHANGED | rc=0 >>" */
static bool read_name(cp_str line, cp_shell *out)
{
    static const char *const keys[] = { "host:", "hostname:", "host name:" };
    cp_str rest = line;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (cp_str_starts_nocase(line, cp_str_c(keys[i])))
            rest = cp_str_trim(cp_str_from(line, cp_str_c(keys[i]).n));
    size_t n = n_of_name(rest);
    bool is_told = rest.p != line.p && n == rest.n;
    if (cp_str_starts(cp_str_from(rest, n), CP_STR(" | ")))
        is_told = cp_str_ends(rest, CP_STR(" >>"));
    *out = (cp_shell){ cp_str_slice(rest, 0, n), CP_STR("") };
    return n && is_told;
}

bool cp_shell_read(cp_str line, cp_shell *out)
{
    if (line.n == 0 || line.p[0] == ' ' || line.p[0] == '\t')
        return false;
    if (read_user(line, out) || read_router(line, out) || read_name(line, out))
        return true;
    bool has_sign = line.n > 2 && (line.p[0] == '#' || line.p[0] == '$') && line.p[1] == ' ';
    cp_str command = without_sudo(cp_str_from(line, has_sign ? 2 : 0));
    *out = (cp_shell){ CP_STR(""), command };
    return is_known(command);
}
