#include "models/settlement/sqltemplate.h"

#include <QRegularExpression>

namespace daybook::settlement {

QString fillSql(const QString &text, const SqlValues &values)
{
    static const QRegularExpression placeholder(QStringLiteral("\\{\\{(\\w+)\\}\\}"));
    QString filled;
    qsizetype end = 0;
    for (auto match = placeholder.globalMatch(text); match.hasNext();) {
        const QRegularExpressionMatch found = match.next();
        const auto value = values.constFind(found.captured(1));
        if (value == values.constEnd())
            qFatal("No SQL is given for {{%s}}", qPrintable(found.captured(1)));
        filled += QStringView(text).mid(end, found.capturedStart() - end);
        filled += *value;
        end = found.capturedEnd();
    }
    return filled + text.mid(end);
}

QString sqlPiece(const QString &text, const QString &name)
{
    const QString mark = QStringLiteral("-- piece: ");
    const qsizetype heading = text.indexOf(mark + name + QLatin1Char('\n'));
    if (heading < 0)
        qFatal("No piece of SQL is called %s", qPrintable(name));
    const qsizetype start = text.indexOf(QLatin1Char('\n'), heading) + 1;
    const qsizetype next = text.indexOf(mark, start);
    return text.mid(start, next < 0 ? -1 : next - start).trimmed();
}

} // namespace daybook::settlement
