#include "views/widgets/tablecopy.h"

#include "models/core/itemroles.h"

#include <QAbstractItemModel>

#include <set>

namespace daybook::views {
namespace {

constexpr QLatin1Char Tab('\t');
constexpr QLatin1Char Comma(',');

QString quotedWhereNeeded(QString text, QLatin1Char separator)
{
    const bool special = text.contains(separator) || text.contains(QLatin1Char('\n')) ||
                         text.contains(QLatin1Char('\r')) || text.contains(QLatin1Char('"'));
    if (!special)
        return text;
    text.replace(QLatin1Char('"'), QStringLiteral("\"\""));
    return QLatin1Char('"') + text + QLatin1Char('"');
}

QString cellText(const QModelIndex &index, QLatin1Char separator)
{
    const QVariant raw = index.data(RawValueRole);
    QString text = (raw.isValid() ? raw : index.data()).toString();
    const bool figure = index.data(NumericRole).toBool();
    static const QString starters = QStringLiteral("=+-@\t\r");
    if (!figure && !text.isEmpty() && starters.contains(text.front()))
        text.prepend(QLatin1Char('\''));
    return quotedWhereNeeded(text, separator);
}

} // namespace

qint64 cellCount(const QItemSelection &selection)
{
    qint64 count = 0;
    for (const QItemSelectionRange &range : selection)
        count += qint64{range.height()} * range.width();
    return count;
}

QString toTabSeparated(const QItemSelection &selection, bool withHeader)
{
    if (selection.isEmpty() || cellCount(selection) > MaximumCopiedCells)
        return {};
    std::set<int> rows;
    std::set<int> columns;
    for (const QItemSelectionRange &range : selection) {
        for (int row = range.top(); row <= range.bottom(); ++row)
            rows.insert(row);
        for (int column = range.left(); column <= range.right(); ++column)
            columns.insert(column);
    }
    const QAbstractItemModel *model = selection.first().model();
    const QModelIndex parent = selection.first().parent();
    QStringList lines;
    QStringList cells;
    for (const int column : withHeader ? columns : std::set<int>())
        cells << quotedWhereNeeded(model->headerData(column, Qt::Horizontal).toString(), Tab);
    if (withHeader)
        lines << cells.join(QLatin1Char('\t'));
    for (const int row : rows) {
        cells.clear();
        for (const int column : columns) {
            const QModelIndex index = model->index(row, column, parent);
            cells << (selection.contains(index) ? cellText(index, Tab) : QString());
        }
        lines << cells.join(QLatin1Char('\t'));
    }
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

QString toCommaSeparated(const QAbstractItemModel &rows)
{
    const QString lineEnd = QStringLiteral("\r\n");
    QStringList cells;
    for (int column = 0; column < rows.columnCount(); ++column)
        cells << quotedWhereNeeded(rows.headerData(column, Qt::Horizontal).toString(), Comma);
    QString text = QChar(QChar::ByteOrderMark) + cells.join(Comma) + lineEnd;
    for (int row = 0; row < rows.rowCount(); ++row) {
        cells.clear();
        for (int column = 0; column < rows.columnCount(); ++column)
            cells << cellText(rows.index(row, column), Comma);
        text += cells.join(Comma) + lineEnd;
    }
    return text;
}

} // namespace daybook::views
