#include "views/widgets/tablecopy.h"

#include "models/core/itemroles.h"

#include <QAbstractItemModel>

#include <set>

namespace daybook::views {
namespace {

QString quotedWhereNeeded(QString text)
{
    const bool special = text.contains(QLatin1Char('\t')) || text.contains(QLatin1Char('\n')) ||
                         text.contains(QLatin1Char('\r')) || text.contains(QLatin1Char('"'));
    if (!special)
        return text;
    text.replace(QLatin1Char('"'), QStringLiteral("\"\""));
    return QLatin1Char('"') + text + QLatin1Char('"');
}

QString cellText(const QModelIndex &index)
{
    const QVariant raw = index.data(RawValueRole);
    QString text = (raw.isValid() ? raw : index.data()).toString();
    const bool figure = index.data(NumericRole).toBool();
    static const QString starters = QStringLiteral("=+-@\t\r");
    if (!figure && !text.isEmpty() && starters.contains(text.front()))
        text.prepend(QLatin1Char('\''));
    return quotedWhereNeeded(text);
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
        cells << quotedWhereNeeded(model->headerData(column, Qt::Horizontal).toString());
    if (withHeader)
        lines << cells.join(QLatin1Char('\t'));
    for (const int row : rows) {
        cells.clear();
        for (const int column : columns) {
            const QModelIndex index = model->index(row, column, parent);
            cells << (selection.contains(index) ? cellText(index) : QString());
        }
        lines << cells.join(QLatin1Char('\t'));
    }
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

} // namespace daybook::views
