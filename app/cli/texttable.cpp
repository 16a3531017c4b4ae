#include "app/cli/texttable.h"

#include <algorithm>

namespace daybook::cli {
namespace {

/// Unicode's East Asian Width "W" and "F", in the ranges that turn up in names and labels.
bool isWide(char32_t c)
{
    static constexpr std::pair<char32_t, char32_t> ranges[] = {
        {0x1100, 0x115F}, {0x2E80, 0x303E}, {0x3041, 0x33FF},   {0x3400, 0x4DBF},   {0x4E00, 0x9FFF},
        {0xA000, 0xA4CF}, {0xA960, 0xA97F}, {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},
        {0xFF00, 0xFF60}, {0xFFE0, 0xFFE6}, {0x1F300, 0x1F64F}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD}};
    return std::any_of(std::begin(ranges), std::end(ranges),
                       [c](const auto &range) { return c >= range.first && c <= range.second; });
}

int widthOf(char32_t c)
{
    switch (QChar::category(c)) {
    case QChar::Mark_NonSpacing:
    case QChar::Mark_Enclosing:
    case QChar::Other_Format:
    case QChar::Other_Control:
        return 0;
    default:
        // Vowels and finals of decomposed Hangul join the syllable before them.
        return c >= 0x1160 && c <= 0x11FF ? 0 : isWide(c) ? 2 : 1;
    }
}

} // namespace

int displayWidth(const QString &text)
{
    int width = 0;
    for (const uint c : text.toUcs4())
        width += widthOf(c);
    return width;
}

QString elided(const QString &text, int width)
{
    if (displayWidth(text) <= width)
        return text;
    QString kept;
    int used = 1; // the ellipsis
    for (const uint c : text.toUcs4()) {
        used += widthOf(c);
        if (used > width)
            break;
        const char32_t character = c;
        kept += QString::fromUcs4(&character, 1);
    }
    return kept + QChar(0x2026);
}

void TextTable::addRow(const QStringList &cells)
{
    Q_ASSERT(cells.size() == m_columns.size());
    m_rows.append(cells);
}

QString TextTable::line(const QStringList &cells, const QList<int> &widths) const
{
    QString text;
    for (qsizetype i = 0; i < cells.size(); ++i) {
        const QString space(widths[i] - displayWidth(cells[i]), QLatin1Char(' '));
        text += i > 0 ? QStringLiteral("  ") : QString();
        text += m_columns[i].align == Align::Left ? cells[i] + space : space + cells[i];
    }
    while (text.endsWith(QLatin1Char(' ')))
        text.chop(1);
    return text;
}

QStringList TextTable::lines() const
{
    QStringList titles;
    QList<int> widths;
    for (qsizetype i = 0; i < m_columns.size(); ++i) {
        titles += m_columns[i].title;
        widths += displayWidth(titles.last());
        for (const QStringList &row : m_rows) {
            if (!row.isEmpty())
                widths[i] = std::max(widths[i], displayWidth(row[i]));
        }
    }
    QStringList rule;
    for (const int width : widths)
        rule += QString(width, QChar(0x2500));
    QStringList lines{line(titles, widths), line(rule, widths)};
    for (const QStringList &row : m_rows)
        lines += line(row.isEmpty() ? rule : row, widths);
    return lines;
}

} // namespace daybook::cli
