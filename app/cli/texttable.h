#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace daybook::cli {

/// Columns a terminal gives the text: two for Hangul, Han and the like, none for combining marks.
int displayWidth(const QString &text);

/// The text, cut so that a terminal gives it at most `width` columns; what was cut ends in "…".
QString elided(const QString &text, int width);

/// Rows of text under headings, in columns that line up in every script.
class TextTable
{
public:
    enum class Align { Left, Right };
    struct Column
    {
        QString title;
        Align align = Align::Left;
    };

    explicit TextTable(QList<Column> columns) : m_columns(std::move(columns)) {}

    void addRow(const QStringList &cells);
    /// A line between the rows before and after it.
    void addRule() { m_rows.append(QStringList()); }

    /// The headings first.
    QStringList lines() const;

private:
    QString line(const QStringList &cells, const QList<int> &widths) const;

    QList<Column> m_columns;
    QList<QStringList> m_rows; ///< an empty one is a rule
};

} // namespace daybook::cli
