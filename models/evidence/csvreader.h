#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

namespace daybook::evidence {

/// One field as it comes past. The view lives only during the call.
struct CsvField
{
    QByteArrayView value; ///< without its quotes; at most CsvReader::MaximumKept bytes of it
    bool quoted = false;  ///< PostgreSQL writes NULL as nothing, and the empty string as ""
    bool cut = false;     ///< the field is longer than what is shown
};

/// Told of each field and row as they are read. Columns count from 0.
class CsvHandler
{
public:
    virtual ~CsvHandler() = default;
    virtual void field(int column, const CsvField &field) = 0;
    virtual void endRow(int columns) = 0;
};

/// Reads CSV as RFC 4180 has it, strictly: CRLF after every row, quotes only around a whole field and doubled
/// inside. Takes the bytes in pieces of any size and keeps no more than a part of one field, so that neither
/// a large file nor a hostile one costs memory.
class CsvReader
{
public:
    static constexpr qsizetype MaximumKept = 64 * 1024;
    static constexpr int MaximumColumns = 1664; ///< PostgreSQL's own limit

    explicit CsvReader(CsvHandler &handler) : m_handler(handler) {}

    /// False from the first byte on that breaks the format.
    bool feed(QByteArrayView bytes);
    /// False when the bytes end in the middle of a row.
    bool finish();

    /// What is wrong and where, for people; empty while nothing is.
    const QString &problem() const { return m_problem; }
    /// Rows that are whole, the header included.
    qint64 rows() const { return m_rows; }

private:
    enum class State { FieldStart, Plain, Quoted, AfterQuote, AfterReturn };

    const char *readPlain(const char *at, const char *end);
    const char *readQuoted(const char *at, const char *end);
    const char *readAfterQuote(const char *at);
    const char *readAfterReturn(const char *at);
    void keep(QByteArrayView bytes);
    void endField(QByteArrayView value, char delimiter);
    bool fail(const char *what);

    CsvHandler &m_handler;
    State m_state = State::FieldStart;
    QByteArray m_kept; ///< the field so far, where it could not be shown in one piece
    bool m_cut = false;
    bool m_quoted = false;
    int m_column = 0;
    qint64 m_rows = 0;
    QString m_problem;
};

} // namespace daybook::evidence
