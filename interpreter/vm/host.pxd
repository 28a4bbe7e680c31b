# What the core calls of the operating system beyond the C standard: POSIX's names, and on Windows what does the same.
# No other header names POSIX.  What Windows cannot do is said where its stand-in is.
from libc.stdio cimport FILE
from libc.time cimport time_t, tm

cdef extern from *:
    """
    #include <signal.h>
    #include <stdio.h>
    #include <stdlib.h>
    #include <string.h>
    #include <time.h>
    #ifndef _WIN32
    #include <sys/wait.h>
    #include <unistd.h>

    #define plua_free_aligned free
    #define PLUA_TEMPORARY_NAME 16
    #define plua_name_temporary(name) strcpy((name), "/tmp/lua_XXXXXX")

    static inline double plua_monotonic(void) {
        struct timespec t;
        clock_gettime(CLOCK_MONOTONIC, &t);
        return (double) t.tv_sec + (double) t.tv_nsec * 1e-9;
    }
    #else
    #define WIN32_LEAN_AND_MEAN
    #include <windows.h>
    #undef near               /* words of 16-bit C, and names of ours */
    #undef far
    #include <io.h>
    #include <malloc.h>

    #define getc_unlocked getc
    #define fseeko _fseeki64
    #define ftello _ftelli64
    #define gmtime_r(moment, parts) (gmtime_s((parts), (moment)) == 0 ? (parts) : NULL)
    #define localtime_r(moment, parts) (localtime_s((parts), (moment)) == 0 ? (parts) : NULL)

    static inline double plua_monotonic(void) {
        LARGE_INTEGER count, per_second;
        QueryPerformanceCounter(&count);
        QueryPerformanceFrequency(&per_second);
        return (double) count.QuadPart / (double) per_second.QuadPart;
    }

    static inline int posix_memalign(void **block, size_t alignment, size_t bytes) {
        *block = _aligned_malloc(bytes, alignment);
        return *block == NULL;
    }
    #define plua_free_aligned _aligned_free

    #define PLUA_TEMPORARY_NAME (MAX_PATH + 12)
    static inline void plua_name_temporary(char *name) {
        DWORD length = GetTempPathA(MAX_PATH, name);
        if (length == 0 || length >= MAX_PATH)
            name[0] = 0;
        strcat(name, "lua_XXXXXX");
    }

    static inline void *memmem(const void *text, size_t n, const void *part, size_t m) {
        const char *at = (const char *) text, *end = at + n;
        if (m == 0)
            return (void *) text;
        while ((size_t) (end - at) >= m && (at = memchr(at, *(const char *) part, end - at - m + 1)) != NULL) {
            if (memcmp(at, part, m) == 0)
                return (void *) at;
            at++;
        }
        return NULL;
    }

    /* A process tells a code, and no signal. */
    #define WIFEXITED(status) 1
    #define WEXITSTATUS(status) (status)
    #define WIFSIGNALED(status) 0
    #define WTERMSIG(status) 0

    /* signal() for Ctrl-C. Handlers that want a context are never called: no report of a crash. */
    #define SIGBUS SIGSEGV
    #define SA_NODEFER 0
    #define SA_ONSTACK 0
    #define SA_SIGINFO 1
    #define sigemptyset(set) ((void) (set))
    typedef struct { int unused; } siginfo_t;
    typedef struct { void *unused; } mcontext_t;
    typedef struct { mcontext_t uc_mcontext; } ucontext_t;
    struct sigaction {
        void (*sa_handler)(int);
        void (*sa_sigaction)(int, siginfo_t *, void *);
        int sa_flags, sa_mask;
    };

    static inline int sigaction(int number, const struct sigaction *action, struct sigaction *before) {
        void (*was)(int);
        if (action != NULL && action->sa_flags == SA_SIGINFO)
            return -1;
        was = signal(number, action != NULL ? action->sa_handler : SIG_DFL);
        if (action == NULL)
            signal(number, was);
        if (before != NULL)
            *before = (struct sigaction) { .sa_handler = was };
        return 0;
    }
    #endif
    """
    double monotonic "plua_monotonic"() noexcept nogil               # seconds since some fixed point, never going back

    int posix_memalign(void **block, size_t alignment, size_t bytes) noexcept nogil
    void free_aligned "plua_free_aligned"(void *block) noexcept nogil  # what posix_memalign gave
    void *memmem(const void *, size_t, const void *, size_t) noexcept nogil

    int getc_unlocked(FILE *) noexcept nogil
    int fseeko(FILE *, long long offset, int origin) noexcept nogil
    long long ftello(FILE *) noexcept nogil
    FILE *popen(const char *command, const char *mode) noexcept nogil
    int pclose(FILE *) noexcept nogil
    int fileno(FILE *) noexcept nogil
    int isatty(int fd) noexcept nogil
    int close(int fd) noexcept nogil
    ssize_t write(int fd, const void *, size_t) noexcept nogil

    enum: TEMPORARY_NAME "PLUA_TEMPORARY_NAME"                       # bytes of room for the name of a temporary file
    void name_temporary "plua_name_temporary"(char *name) noexcept nogil  # the template of one, for mkstemp
    int mkstemp(char *name) noexcept nogil

    tm *gmtime_r(const time_t *, tm *) noexcept nogil
    tm *localtime_r(const time_t *, tm *) noexcept nogil

    bint WIFEXITED(int status) noexcept nogil
    bint WIFSIGNALED(int status) noexcept nogil
    int WEXITSTATUS(int status) noexcept nogil
    int WTERMSIG(int status) noexcept nogil

    enum: SIGBUS
    enum: SA_NODEFER
    enum: SA_ONSTACK
    enum: SA_SIGINFO
    ctypedef struct sigset_t:
        pass
    ctypedef struct siginfo_t:
        pass
    ctypedef struct mcontext_t:
        pass                     # begins with the registers on Linux; elsewhere it may hold nothing that points into code
    ctypedef struct ucontext_t:
        mcontext_t uc_mcontext
    ctypedef struct sigaction_t "struct sigaction":
        void (*sa_handler)(int) noexcept nogil
        void (*sa_sigaction)(int, siginfo_t *, void *) noexcept nogil
        sigset_t sa_mask
        int sa_flags
    int sigaction(int number, const sigaction_t *action, sigaction_t *before) noexcept nogil
    int sigemptyset(sigset_t *) noexcept nogil
