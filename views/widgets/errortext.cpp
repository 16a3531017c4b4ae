#include "views/widgets/errortext.h"

#include <QStringList>

namespace daybook::views {

QString technicalPart(const Error &error)
{
    QStringList parts;
    if (error.where)
        parts << error.where->toString();
    if (!error.sqlState.isEmpty())
        parts << QStringLiteral("SQLSTATE ") + error.sqlState;
    if (!error.detail.isEmpty())
        parts << error.detail;
    return parts.join(QLatin1Char('\n'));
}

} // namespace daybook::views
