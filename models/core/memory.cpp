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
#endif
}

} // namespace daybook
