#pragma once

#include <QThreadPool>
#include <QtConcurrent/QtConcurrentMap>

#include <utility>
#include <vector>

namespace daybook::project {

/// Has the threads of the pool, this one among them, do `work(begin, end)` for parts of 0..count; returns
/// when all of it is done.
template <typename Work> void inParts(size_t count, const Work &work)
{
    const auto wanted = static_cast<size_t>(QThreadPool::globalInstance()->maxThreadCount()) * 8;
    const size_t size = count / wanted + 1;
    std::vector<std::pair<size_t, size_t>> parts;
    for (size_t begin = 0; begin < count; begin += size)
        parts.emplace_back(begin, std::min(begin + size, count));
    QtConcurrent::blockingMap(parts, [&work](const auto &part) { work(part.first, part.second); });
}

} // namespace daybook::project
