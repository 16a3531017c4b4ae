#include "models/evidence/csvpipeline.h"

namespace daybook::evidence {
namespace {

constexpr qsizetype PieceBytes = 256 * 1024;
constexpr size_t MostWaiting = 16;

} // namespace

CsvPipeline::CsvPipeline(PartialFile file, CsvRewriter rewriter, RoleColumns roles,
                         std::function<void()> onRoom)
    : m_file(std::move(file))
    , m_rewriter(std::move(rewriter))
    , m_tally(roles)
    , m_reader(m_tally)
    , m_onRoom(std::move(onRoom))
{
    m_done.start();
    m_thread = std::thread(&CsvPipeline::run, this);
}

CsvPipeline::~CsvPipeline()
{
    close(true);
    m_thread.join();
}

Result<void> CsvPipeline::take(QByteArrayView bytes)
{
    m_filling.append(bytes);
    return m_filling.size() < PieceBytes ? Result<void>() : handOver();
}

Result<void> CsvPipeline::handOver()
{
    const std::lock_guard lock(m_mutex);
    if (m_error)
        return failure(*m_error);
    m_waiting.push_back(std::exchange(m_filling, {}));
    if (!m_free.empty()) {
        m_filling = std::move(m_free.front());
        m_free.pop_front();
    }
    m_full = m_waiting.size() >= MostWaiting;
    m_changed.notify_one();
    return {};
}

QFuture<Result<void>> CsvPipeline::finish()
{
    handOver();
    return close(false);
}

QFuture<Result<void>> CsvPipeline::abandon()
{
    return close(true);
}

QFuture<Result<void>> CsvPipeline::close(bool abandoned)
{
    const std::lock_guard lock(m_mutex);
    m_closed = true;
    m_abandoned = m_abandoned || abandoned;
    m_changed.notify_one();
    return m_done.future();
}

void CsvPipeline::run()
{
    Result<void> outcome = write(m_rewriter.preamble());
    while (std::optional<QByteArray> piece = next()) {
        if (outcome)
            outcome = process(*piece);
        if (!outcome)
            remember(outcome.error());
        giveBack(std::move(*piece));
    }
    if (outcome)
        outcome = conclude();
    if (!outcome)
        m_file.discard();
    m_done.addResult(outcome);
    m_done.finish();
}

/// Nothing when there is nothing left to do.
std::optional<QByteArray> CsvPipeline::next()
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_closed || !m_waiting.empty(); });
    if (m_abandoned || m_waiting.empty())
        return std::nullopt;
    QByteArray piece = std::move(m_waiting.front());
    m_waiting.pop_front();
    return piece;
}

void CsvPipeline::giveBack(QByteArray piece)
{
    piece.resize(0);
    bool room = false;
    {
        const std::lock_guard lock(m_mutex);
        m_free.push_back(std::move(piece));
        room = m_full && m_waiting.size() <= MostWaiting / 2;
        if (room)
            m_full = false;
    }
    if (room)
        m_onRoom();
}

void CsvPipeline::remember(const Error &error)
{
    const std::lock_guard lock(m_mutex);
    m_error = error;
}

Result<void> CsvPipeline::process(QByteArrayView piece)
{
    m_rewritten.resize(0);
    m_rewriter.rewrite(piece, m_rewritten);
    m_reader.feed(m_rewritten);
    return write(m_rewritten);
}

Result<void> CsvPipeline::write(QByteArrayView bytes)
{
    m_hash.add(bytes);
    m_bytes += bytes.size();
    return m_file.append(bytes);
}

Result<void> CsvPipeline::conclude()
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_abandoned)
            return failure(ErrorKind::Cancelled, QStringLiteral("Cancelled."));
    }
    if (!m_reader.finish())
        return failure(
            ErrorKind::Internal,
            QStringLiteral("The file would not be CSV as RFC 4180 has it: %1").arg(m_reader.problem()));
    return m_file.sync();
}

} // namespace daybook::evidence
