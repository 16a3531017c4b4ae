#pragma once

#include <QString>

#include <functional>

namespace daybook {

/// How far a long job has come. `total` is 0 while unknown; units are the job's own (rows, bytes, models).
struct Progress
{
    qint64 done = 0;
    qint64 total = 0;
    QString what;
};

/// Called on the thread that started the job, at most ten times a second.
using ProgressSink = std::function<void(const Progress &)>;

} // namespace daybook
