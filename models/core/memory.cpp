#include "models/core/memory.h"

#include <cstdlib> // says which C library this is

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace daybook {

void takeMemoryInLargeSteps()
{
#ifdef __GLIBC__
    mallopt(M_TOP_PAD, 60 << 20); // a thread's heaps have 64 MB at most
    // What the library would learn by itself, did one not set anything: large buffers are used again.
    mallopt(M_MMAP_THRESHOLD, 8 << 20);
    mallopt(M_TRIM_THRESHOLD, 128 << 20);
#endif
}

} // namespace daybook
