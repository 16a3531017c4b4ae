#pragma once

#include "models/project/problems.h"

#include <QThreadPool>
#include <QtConcurrent/QtConcurrentMap>
#include <QtConcurrent/QtConcurrentRun>

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

namespace daybook::project {

/// 0..count in parts: several for each thread of the pool, as some take longer than others.
inline std::vector<std::pair<size_t, size_t>> partsOf(size_t count, size_t perThread = 8)
{
    const size_t size =
        count / (static_cast<size_t>(QThreadPool::globalInstance()->maxThreadCount()) * perThread) + 1;
    std::vector<std::pair<size_t, size_t>> parts;
    for (size_t begin = 0; begin < count; begin += size)
        parts.emplace_back(begin, std::min(begin + size, count));
    return parts;
}

/// Has the threads of the pool, this one among them, do `work(begin, end)` for parts of 0..count; returns
/// when all of it is done.
template <typename Work> void inParts(size_t count, const Work &work)
{
    auto parts = partsOf(count);
    QtConcurrent::blockingMap(parts, [&work](const auto &part) { work(part.first, part.second); });
}

/// The same for `work(begin, end, problems)`; the problems come in the order of the parts.
template <typename Work> void inParts(size_t count, Problems &problems, const Work &work)
{
    struct Part
    {
        std::pair<size_t, size_t> range;
        Problems problems = {};
    };
    std::vector<Part> parts;
    for (const auto &range : partsOf(count))
        parts.push_back({.range = range});
    QtConcurrent::blockingMap(
        parts, [&work](Part &part) { work(part.range.first, part.range.second, part.problems); });
    for (Part &part : parts)
        problems.take(std::move(part.problems));
}

/// As std::sort.
template <typename T, typename Before> void sortInParts(std::vector<T> &all, const Before &before)
{
    auto parts = partsOf(all.size(), 1);
    const auto at = [&all](size_t i) { return all.begin() + static_cast<std::ptrdiff_t>(i); };
    QtConcurrent::blockingMap(parts,
                              [&](const auto &part) { std::sort(at(part.first), at(part.second), before); });
    for (const auto &[begin, end] : parts)
        std::inplace_merge(all.begin(), at(begin), at(end), before);
}

/// Has another thread free what is no longer needed, which takes its time for large things.
template <typename T> void discard(T &&large)
{
    QThreadPool::globalInstance()->start(
        [garbage = std::make_shared<std::decay_t<T>>(std::forward<T>(large))]() mutable { garbage.reset(); });
}

} // namespace daybook::project
