#pragma once

#include "models/core/sha256.h"
#include "models/evidence/csvrewriter.h"
#include "models/evidence/csvtally.h"
#include "models/evidence/partialfile.h"

#include <QFuture>
#include <QPromise>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

namespace daybook::evidence {

/// From the server's bytes to a file on the disk, off the event loop: rewrites, hashes, adds up and writes on
/// a thread of its own. Between the two threads lie a few pieces at most, so memory stays constant: when
/// isFull() says so, hold back until `onRoom`. Belongs to one export; lives where the connection does.
class CsvPipeline
{
public:
    /// `onRoom` is called on the other thread; it must only post.
    CsvPipeline(PartialFile file, CsvRewriter rewriter, RoleColumns roles, std::function<void()> onRoom);
    ~CsvPipeline();
    Q_DISABLE_COPY_MOVE(CsvPipeline)

    /// Error: what went wrong on the other thread.
    Result<void> take(QByteArrayView bytes);
    bool isFull() const { return m_full; }

    /// No more bytes: completes when all are on the disk, or could not be. Call once.
    QFuture<Result<void>> finish();
    /// The same, but what is not yet written need not be.
    QFuture<Result<void>> abandon();

    // Once finish() has completed:
    PartialFile takeFile() { return std::move(m_file); }
    qint64 bytes() const { return m_bytes; }
    QByteArray sha256() { return m_hash.hex(); }
    const CsvTally &tally() const { return m_tally; }

private:
    QFuture<Result<void>> close(bool abandoned);
    Result<void> handOver();
    void run();
    std::optional<QByteArray> next();
    void giveBack(QByteArray piece);
    void remember(const Error &error);
    Result<void> process(QByteArrayView piece);
    Result<void> write(QByteArrayView bytes);
    Result<void> conclude();

    // The worker's own until it is done:
    PartialFile m_file;
    CsvRewriter m_rewriter;
    Sha256 m_hash;
    CsvTally m_tally;
    CsvReader m_reader;
    QByteArray m_rewritten;
    qint64 m_bytes = 0;
    std::function<void()> m_onRoom;
    QPromise<Result<void>> m_done;

    // The event loop's own:
    QByteArray m_filling;

    std::atomic<bool> m_full = false; ///< set by the one who fills, cleared by the one who empties
    std::mutex m_mutex;               ///< guards the rest
    std::condition_variable m_changed;
    std::deque<QByteArray> m_waiting;
    std::deque<QByteArray> m_free; ///< emptied pieces, to be filled again without asking for memory
    std::optional<Error> m_error;
    bool m_closed = false;
    bool m_abandoned = false;
    std::thread m_thread; ///< last: starts when all the rest is there
};

} // namespace daybook::evidence
