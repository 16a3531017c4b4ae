#include "models/evidence/csvreader.h"

#include <array>
#include <cstring>

namespace daybook::evidence {
namespace {

/// Whether a byte ends a plain value: a comma, a quote, CR, LF.
constexpr auto EndsPlain = [] {
    std::array<bool, 256> ends{};
    for (const char c : {',', '"', '\r', '\n'})
        ends[static_cast<unsigned char>(c)] = true;
    return ends;
}();

} // namespace

bool CsvReader::feed(QByteArrayView bytes)
{
    const char *at = bytes.data();
    const char *const end = at + bytes.size();
    while (at != end && m_problem.isEmpty()) {
        switch (m_state) {
        case State::FieldStart:
            m_quoted = *at == '"';
            m_state = m_quoted ? State::Quoted : State::Plain;
            at = m_quoted ? at + 1 : readPlain(at, end);
            break;
        case State::Plain:
            at = readPlain(at, end);
            break;
        case State::Quoted:
            at = readQuoted(at, end);
            break;
        case State::AfterQuote:
            at = readAfterQuote(at);
            break;
        case State::AfterReturn:
            at = readAfterReturn(at);
            break;
        }
    }
    return m_problem.isEmpty();
}

bool CsvReader::finish()
{
    if (!m_problem.isEmpty())
        return false;
    if (m_state == State::Quoted)
        return fail("a quoted value never ends");
    if (m_state != State::FieldStart || m_column != 0)
        return fail("the last row does not end with CR LF");
    return true;
}

const char *CsvReader::readPlain(const char *at, const char *end)
{
    const char *stop = at;
    while (stop != end && !EndsPlain[static_cast<unsigned char>(*stop)])
        ++stop;
    const QByteArrayView piece(at, stop - at);
    if (stop == end) {
        keep(piece);
        return end;
    }
    if (*stop == '"' || *stop == '\n') {
        fail(*stop == '"' ? "a quote inside of an unquoted value" : "a line feed without a carriage return");
        return end;
    }
    if (m_kept.isEmpty() && !m_cut) {
        endField(piece, *stop);
    } else {
        keep(piece);
        endField(m_kept, *stop);
    }
    return stop + 1;
}

const char *CsvReader::readQuoted(const char *at, const char *end)
{
    const void *found = std::memchr(at, '"', static_cast<size_t>(end - at));
    const char *stop = found ? static_cast<const char *>(found) : end;
    keep(QByteArrayView(at, stop - at));
    if (stop == end)
        return end;
    m_state = State::AfterQuote;
    return stop + 1;
}

const char *CsvReader::readAfterQuote(const char *at)
{
    if (*at == '"') {
        keep(QByteArrayView(at, 1));
        m_state = State::Quoted;
    } else if (*at == ',' || *at == '\r') {
        endField(m_kept, *at);
    } else {
        fail("something other than a comma after a closing quote");
    }
    return at + 1;
}

const char *CsvReader::readAfterReturn(const char *at)
{
    if (*at != '\n') {
        fail("a carriage return without a line feed");
        return at + 1;
    }
    ++m_rows;
    m_handler.endRow(m_column);
    m_column = 0;
    m_state = State::FieldStart;
    return at + 1;
}

void CsvReader::keep(QByteArrayView bytes)
{
    const qsizetype room = std::min(bytes.size(), MaximumKept - m_kept.size());
    m_kept.append(bytes.data(), room);
    m_cut = m_cut || room < bytes.size();
}

void CsvReader::endField(QByteArrayView value, char delimiter)
{
    if (m_column == MaximumColumns) {
        fail("more columns than a query can have");
        return;
    }
    const bool cut = m_cut || value.size() > MaximumKept;
    m_handler.field(m_column++, {value.first(std::min(value.size(), MaximumKept)), m_quoted, cut});
    if (!m_kept.isEmpty())
        m_kept.resize(0);
    m_cut = false;
    m_state = delimiter == ',' ? State::FieldStart : State::AfterReturn;
    m_quoted = false;
}

bool CsvReader::fail(const char *what)
{
    m_problem = QStringLiteral("row %1, column %2: %3")
                    .arg(m_rows + 1)
                    .arg(m_column + 1)
                    .arg(QString::fromLatin1(what));
    return false;
}

} // namespace daybook::evidence
