// Stands between SQLite and the kernel (LD_PRELOAD), for the files of one folder.
//
// SURVIVAL_FOLDER  the folder whose files are watched
// SURVIVAL_LOG     where every change to them is written down, in order; unset: nowhere
// SURVIVAL_FAULT   a file: while it holds "full 12", the twelve next changes go through and all later ones find
//                  the disk full; while it holds "readonly", nothing can be changed; empty or absent: all is well
//
// A line of the log: one octet for what happened, then file, offset and length as 64-bit numbers, then so many
// octets. Files are numbered in the order of their opening; N names one.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <mutex>
#include <string>
#include <utility>

namespace {

constexpr int kMostFiles = 4096;

template <typename Function>
Function real(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

struct Shim {
  std::mutex lock;
  std::string folder, fault;
  int log = -1;
  int64_t numbers[kMostFiles] = {};  // of the file that a descriptor is open on; 0: none of ours
  std::map<std::pair<dev_t, ino_t>, int64_t> known;
  std::string last_fault;
  long left = -1;

  Shim() {
    folder = setting("SURVIVAL_FOLDER");
    fault = setting("SURVIVAL_FAULT");
    const std::string path = setting("SURVIVAL_LOG");
    if (!path.empty()) {
      log = static_cast<int>(syscall(SYS_openat, AT_FDCWD, path.c_str(),
                                     O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
    }
  }

  static std::string setting(const char* name) {
    const char* value = getenv(name);
    return value ? value : "";
  }

  bool ours(const std::string& path) const {
    // The folder itself too: to sync it is to keep the names in it.
    return !folder.empty() && (path + '/').compare(0, folder.size() + 1, folder + '/') == 0;
  }

  void note(char what, int64_t file, int64_t offset, const void* octets, int64_t length) {
    if (log < 0) return;
    char head[25];
    head[0] = what;
    memcpy(head + 1, &file, 8);
    memcpy(head + 9, &offset, 8);
    memcpy(head + 17, &length, 8);
    const iovec parts[2] = {{head, sizeof head},
                            {const_cast<void*>(octets), octets ? static_cast<size_t>(length) : 0}};
    if (syscall(SYS_writev, log, parts, 2) < 0) abort();
  }

  void opened(int descriptor, const char* path) {
    if (descriptor < 0 || descriptor >= kMostFiles) return;
    numbers[descriptor] = 0;
    char whole[PATH_MAX];
    const std::string link = "/proc/self/fd/" + std::to_string(descriptor);
    const ssize_t length = readlink(link.c_str(), whole, sizeof whole);
    const std::string name = length > 0 ? std::string(whole, static_cast<size_t>(length)) : path;
    struct stat about;
    if (!ours(name) || fstat(descriptor, &about) != 0) return;
    int64_t& number = known[{about.st_dev, about.st_ino}];
    if (number == 0) {
      number = next++;
      note(S_ISDIR(about.st_mode) ? 'D' : 'N', number, about.st_size, name.data(),
           static_cast<int64_t>(name.size()));
    }
    numbers[descriptor] = number;
  }

  int64_t number_of(int descriptor) const {
    return descriptor >= 0 && descriptor < kMostFiles ? numbers[descriptor] : 0;
  }

  // The error that a change to one of our files finds; 0: none.
  int refusal() {
    if (fault.empty()) return 0;
    char text[64] = {};
    const int file = static_cast<int>(syscall(SYS_openat, AT_FDCWD, fault.c_str(), O_RDONLY | O_CLOEXEC));
    if (file >= 0) {
      if (syscall(SYS_read, file, text, sizeof text - 1) < 0) text[0] = 0;
      syscall(SYS_close, file);
    }
    if (last_fault != text) {
      last_fault = text;
      left = strncmp(text, "full", 4) == 0 ? atol(text + 4) : -1;
    }
    if (strncmp(text, "readonly", 8) == 0) return EROFS;
    if (strncmp(text, "full", 4) != 0) return 0;
    return left > 0 ? (left--, 0) : ENOSPC;
  }

  int64_t next = 1;
};

Shim& shim() {
  static Shim* one = new Shim;  // Never taken down: threads may write while the process ends.
  return *one;
}

template <typename Change>
ssize_t write_to(int descriptor, const void* octets, int64_t offset, Change change) {
  Shim& here = shim();
  const std::lock_guard<std::mutex> held(here.lock);
  const int64_t number = here.number_of(descriptor);
  if (number == 0) return change();
  if (const int wrong = here.refusal()) {
    errno = wrong;
    return -1;
  }
  if (offset < 0) offset = lseek(descriptor, 0, SEEK_CUR);
  const ssize_t written = change();
  if (written > 0) here.note('W', number, offset, octets, written);
  return written;
}

template <typename Change>
int change_size(int descriptor, off64_t size, Change change) {
  Shim& here = shim();
  const std::lock_guard<std::mutex> held(here.lock);
  const int64_t number = here.number_of(descriptor);
  if (number == 0) return change();
  if (const int wrong = here.refusal()) {
    errno = wrong;
    return -1;
  }
  const int done = change();
  if (done == 0) here.note('T', number, size, nullptr, 0);
  return done;
}

template <typename Sync>
int sync(int descriptor, Sync call) {
  Shim& here = shim();
  const std::lock_guard<std::mutex> held(here.lock);
  const int done = call();
  const int64_t number = here.number_of(descriptor);
  if (done == 0 && number != 0) here.note('S', number, 0, nullptr, 0);
  return done;
}

template <typename Open>
int open_file(const char* path, int flags, Open call) {
  Shim& here = shim();
  const std::lock_guard<std::mutex> held(here.lock);
  if ((flags & O_ACCMODE) != O_RDONLY && here.ours(path) && here.refusal() == EROFS) {
    errno = EROFS;
    return -1;
  }
  const int descriptor = call();
  here.opened(descriptor, path);
  return descriptor;
}

int remove_file(const char* path, int (*call)(const char*)) {
  Shim& here = shim();
  const std::lock_guard<std::mutex> held(here.lock);
  struct stat about;
  const bool ours = here.ours(path) && stat(path, &about) == 0;
  const int done = call(path);
  if (done != 0 || !ours) return done;
  // The kernel may give its number to a new file, which is another.
  here.known.erase({about.st_dev, about.st_ino});
  here.note('U', 0, 0, path, static_cast<int64_t>(strlen(path)));
  return done;
}

mode_t mode_of(int flags, va_list more) { return flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0; }

}  // namespace

#define OPEN(name)                                                                              \
  int name(const char* path, int flags, ...) {                                                  \
    static auto call = real<int (*)(const char*, int, mode_t)>(#name);                          \
    va_list more;                                                                               \
    va_start(more, flags);                                                                      \
    const mode_t mode = mode_of(flags, more);                                                   \
    va_end(more);                                                                               \
    return open_file(path, flags, [&] { return call(path, flags, mode); });                     \
  }
#define OPENAT(name)                                                                            \
  int name(int folder, const char* path, int flags, ...) {                                      \
    static auto call = real<int (*)(int, const char*, int, mode_t)>(#name);                     \
    va_list more;                                                                               \
    va_start(more, flags);                                                                      \
    const mode_t mode = mode_of(flags, more);                                                   \
    va_end(more);                                                                               \
    return open_file(path, flags, [&] { return call(folder, path, flags, mode); });             \
  }
#define PWRITE(name, offset_type)                                                               \
  ssize_t name(int descriptor, const void* octets, size_t length, offset_type offset) {         \
    static auto call = real<ssize_t (*)(int, const void*, size_t, offset_type)>(#name);         \
    return write_to(descriptor, octets, offset, [&] { return call(descriptor, octets, length, offset); }); \
  }
#define TRUNCATE(name, size_type)                                                               \
  int name(int descriptor, size_type size) {                                                    \
    static auto call = real<int (*)(int, size_type)>(#name);                                    \
    return change_size(descriptor, size, [&] { return call(descriptor, size); });               \
  }
#define SYNC(name)                                                                              \
  int name(int descriptor) {                                                                    \
    static auto call = real<int (*)(int)>(#name);                                               \
    return sync(descriptor, [&] { return call(descriptor); });                                  \
  }

extern "C" {

OPEN(open)
OPEN(open64)
OPENAT(openat)
OPENAT(openat64)
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)
SYNC(fsync)
SYNC(fdatasync)

ssize_t write(int descriptor, const void* octets, size_t length) {
  static auto call = real<ssize_t (*)(int, const void*, size_t)>("write");
  return write_to(descriptor, octets, -1, [&] { return call(descriptor, octets, length); });
}

int close(int descriptor) {
  static auto call = real<int (*)(int)>("close");
  Shim& here = shim();
  const std::lock_guard<std::mutex> held(here.lock);
  if (descriptor >= 0 && descriptor < kMostFiles) here.numbers[descriptor] = 0;
  return call(descriptor);
}

int unlink(const char* path) {
  static auto call = real<int (*)(const char*)>("unlink");
  return remove_file(path, call);
}

int rename(const char* from, const char* to) {
  static auto call = real<int (*)(const char*, const char*)>("rename");
  Shim& here = shim();
  const std::lock_guard<std::mutex> held(here.lock);
  const int done = call(from, to);
  if (done == 0 && here.ours(to)) {
    const std::string both = std::string(from) + '\n' + to;
    here.note('R', 0, 0, both.data(), static_cast<int64_t>(both.size()));
  }
  return done;
}
}
