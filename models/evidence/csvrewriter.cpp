#include "models/evidence/csvrewriter.h"

#include <QString>

#include <algorithm>
#include <array>
#include <cstring>

namespace daybook::evidence {
namespace {

/// East Asian spreadsheets read the full-width forms of = + - @ as the plain ones.
constexpr std::array FullWidth = {"\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\xA0"};

bool startsFormula(QByteArrayView text)
{
    if (text.isEmpty())
        return false;
    const char c = text.front();
    return c == '=' || c == '+' || c == '-' || c == '@' ||
           std::any_of(FullWidth.begin(), FullWidth.end(),
                       [text](const char *form) { return text.startsWith(QByteArrayView(form)); });
}

/// Where a spreadsheet set to another separator, or one that overlooks our quotes, starts a new cell.
bool mayEndCell(char c)
{
    return c == ';' || c == '\t' || c == '\r' || c == '\n';
}

const char *firstOf(char c, const char *at, const char *end)
{
    const void *found = std::memchr(at, c, static_cast<size_t>(end - at));
    return found ? static_cast<const char *>(found) : end;
}

bool wantsQuotes(QByteArrayView text)
{
    return text.isEmpty() || std::any_of(text.begin(), text.end(), [](char c) {
               return c == ',' || c == '"' || c == '\'' || mayEndCell(c);
           });
}

QByteArray withoutQuotes(QByteArrayView field)
{
    return field.sliced(1, field.size() - 2).toByteArray().replace("\"\"", "\"");
}

void appendQuoted(QByteArray text, QByteArray &out)
{
    out += '"';
    out += text.replace('"', "\"\"");
    out += '"';
}

} // namespace

QString toString(Profile profile)
{
    return profile == Profile::Spreadsheet ? QStringLiteral("spreadsheet") : QStringLiteral("audit");
}

QByteArray guardedAgainstFormulas(QByteArrayView text)
{
    QByteArray guarded;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const bool first = i == 0;
        if ((first && text.front() != ';' && mayEndCell(text.front())) ||
            ((first || mayEndCell(text[i - 1])) && startsFormula(text.sliced(i))))
            guarded += '\'';
        guarded += text[i];
    }
    return guarded;
}

CsvRewriter::CsvRewriter(Profile profile, QList<bool> isText)
    : m_profile(profile), m_isText(std::move(isText))
{
}

QByteArray CsvRewriter::preamble() const
{
    return m_profile == Profile::Spreadsheet ? QByteArrayLiteral("\xEF\xBB\xBF") : QByteArray();
}

void CsvRewriter::rewrite(QByteArrayView bytes, QByteArray &out)
{
    if (bytes.isEmpty())
        return;
    if (m_profile == Profile::Spreadsheet)
        guard(bytes, out);
    else
        rewriteLineEnds(bytes, out);
}

/// A doubled quote inside of a value leaves and enters the quotes again: counting them is enough. Where the
/// next of each is found is kept until it is passed: few rows hold a quote, and few values a line end.
void CsvRewriter::rewriteLineEnds(QByteArrayView bytes, QByteArray &out)
{
    const char *at = bytes.data();
    const char *const end = at + bytes.size();
    const char *quote = firstOf('"', at, end);
    const char *newline = firstOf('\n', at, end);
    const qsizetype before = out.size();
    out.resize(before + 2 * bytes.size()); // a line end takes one byte more: never more than twice as many
    char *to = out.data() + before;
    while (at != end) {
        if (newline < at)
            newline = firstOf('\n', at, end);
        const char *stop = m_inQuotes ? quote : std::min(quote, newline);
        to = std::copy(at, stop, to);
        at = stop;
        if (stop == end)
            break;
        if (stop == quote) {
            m_inQuotes = !m_inQuotes;
            quote = firstOf('"', stop + 1, end);
        } else {
            *to++ = '\r';
        }
        *to++ = *at++;
    }
    out.resize(to - out.data());
}

void CsvRewriter::guard(QByteArrayView bytes, QByteArray &out)
{
    for (const char c : bytes) {
        if (c == '"')
            m_inQuotes = !m_inQuotes;
        if (m_inQuotes || (c != ',' && c != '\n'))
            m_field += c;
        else
            endField(c, out);
    }
}

void CsvRewriter::endField(char delimiter, QByteArray &out)
{
    const bool isNull = m_field.isEmpty();
    const bool isText = m_inHeader || m_isText.value(m_column);
    if (isNull || !isText) {
        out += m_field;
    } else {
        const QByteArray text = m_field.startsWith('"') ? withoutQuotes(m_field) : m_field;
        const QByteArray guarded = guardedAgainstFormulas(text);
        if (wantsQuotes(guarded))
            appendQuoted(guarded, out);
        else
            out += guarded;
    }
    m_field.resize(0);
    ++m_column;
    if (delimiter == '\n') {
        out += "\r\n";
        m_column = 0;
        m_inHeader = false;
    } else {
        out += ',';
    }
}

} // namespace daybook::evidence
