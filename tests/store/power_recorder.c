/* Preloaded into a process that writes a store: keeps a record, in order, of every write, cut,
 * flush and removal of a file under $RECORD_FOLDER in the file $RECORD_INTO.
 *
 * One entry: kind (W write, T truncate, S flush, U unlink), length of the path (4 bytes), place or
 * size (8), length of the data (8), path, data. test_power_cut.py reads it.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *folder;
static int record = -2; /* -2: not opened yet, -1: nothing is to be recorded */

static int is_recording(void)
{
    if (record == -2) {
        const char *into = getenv("RECORD_INTO");
        int (*real)(const char *, int, ...) = dlsym(RTLD_NEXT, "open");
        folder = getenv("RECORD_FOLDER");
        record = folder && into ? real(into, O_WRONLY | O_CREAT | O_APPEND, 0600) : -1;
    }
    return record >= 0;
}

static int path_of(int file, char *path)
{
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = is_recording() ? readlink(link, path, PATH_MAX - 1) : -1;
    if (length < 0)
        return 0;
    path[length] = 0;
    return strncmp(path, folder, strlen(folder)) == 0;
}

static void keep(char kind, const char *path, uint64_t place, const void *data, uint64_t size)
{
    ssize_t (*real)(int, const void *, size_t) = dlsym(RTLD_NEXT, "write");
    uint32_t length = strlen(path);
    char head[21];
    head[0] = kind;
    memcpy(head + 1, &length, 4);
    memcpy(head + 5, &place, 8);
    memcpy(head + 13, &size, 8);
    if (real(record, head, sizeof head) < 0 || real(record, path, length) < 0
        || (data && real(record, data, size) < 0))
        abort();
}

ssize_t pwrite64(int file, const void *data, size_t size, off64_t place)
{
    ssize_t (*real)(int, const void *, size_t, off64_t) = dlsym(RTLD_NEXT, "pwrite64");
    char path[PATH_MAX];
    ssize_t written = real(file, data, size, place);
    if (written > 0 && path_of(file, path))
        keep('W', path, place, data, written);
    return written;
}

ssize_t pwrite(int file, const void *data, size_t size, off_t place)
{
    return pwrite64(file, data, size, place);
}

ssize_t write(int file, const void *data, size_t size)
{
    ssize_t (*real)(int, const void *, size_t) = dlsym(RTLD_NEXT, "write");
    char path[PATH_MAX];
    int is_ours = path_of(file, path);
    off_t place = is_ours ? lseek(file, 0, SEEK_CUR) : 0;
    ssize_t written = real(file, data, size);
    if (written > 0 && is_ours)
        keep('W', path, place < 0 ? 0 : place, data, written);
    return written;
}

int ftruncate64(int file, off64_t size)
{
    int (*real)(int, off64_t) = dlsym(RTLD_NEXT, "ftruncate64");
    char path[PATH_MAX];
    int failed = real(file, size);
    if (!failed && path_of(file, path))
        keep('T', path, size, NULL, 0);
    return failed;
}

int ftruncate(int file, off_t size)
{
    return ftruncate64(file, size);
}

static int flushed(const char *name, int file)
{
    int (*real)(int) = dlsym(RTLD_NEXT, name);
    char path[PATH_MAX];
    int failed = real(file);
    if (!failed && path_of(file, path))
        keep('S', path, 0, NULL, 0);
    return failed;
}

int fsync(int file) { return flushed("fsync", file); }
int fdatasync(int file) { return flushed("fdatasync", file); }

int unlink(const char *path)
{
    int (*real)(const char *) = dlsym(RTLD_NEXT, "unlink");
    int failed = real(path);
    if (!failed && is_recording() && strncmp(path, folder, strlen(folder)) == 0)
        keep('U', path, 0, NULL, 0);
    return failed;
}
