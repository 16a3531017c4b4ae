#pragma once

namespace daybook {

/// Has the C library ask the system for memory in large steps; to be called first in a program. Otherwise
/// each thread asks for four kilobytes at a time, and all threads wait while one is answered: a tenth of what
/// the reading of a large project takes. What is asked for and not used takes no memory.
void takeMemoryInLargeSteps();

} // namespace daybook
