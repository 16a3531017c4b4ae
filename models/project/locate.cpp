#include "models/project/locate.h"

#include <QStringList>

namespace daybook::project {

namespace {

Location locateLine(const Node &node, const QString &compiled, int line)
{
    if (node.rawSql.isEmpty())
        return node.declared.value_or(Location{node.path});
    const QStringList lines = compiled.split(QLatin1Char('\n'));
    QString raw = node.rawSql;
    // Rendering takes one line end off the end of the text.
    if (raw.endsWith(QLatin1Char('\n')) && !compiled.endsWith(QLatin1Char('\n')))
        raw.chop(1);
    const QStringList rawLines = raw.split(QLatin1Char('\n'));
    if (line < 1 || line > lines.size())
        return {node.path};
    const QString text = lines[line - 1].trimmed();
    // As many lines in all can still be others: this one must be the same, or hold what was rendered.
    const bool sameShape = lines.size() == rawLines.size();
    if (sameShape && (rawLines[line - 1].trimmed() == text || rawLines[line - 1].contains(u"{{")))
        return {node.path, line};
    int found = 0;
    for (qsizetype i = 0; i < rawLines.size(); ++i) {
        if (rawLines[i].trimmed() != text || text.isEmpty())
            continue;
        if (found != 0)
            return {node.path};
        found = static_cast<int>(i) + 1;
    }
    return {node.path, found};
}

} // namespace

Location locate(const Node &node, const QString &compiled, int line, int column)
{
    Location place = locateLine(node, compiled, line);
    if (place.line == 0 || column < 1 || node.rawSql.isEmpty())
        return place;
    const auto textOf = [](const QString &text, int at) {
        return text.section(QLatin1Char('\n'), at - 1, at - 1);
    };
    const QString before = textOf(compiled, line).left(column - 1);
    place.column = textOf(node.rawSql, place.line).startsWith(before) ? column : 0;
    return place;
}

} // namespace daybook::project
