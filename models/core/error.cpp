#include "models/core/error.h"

namespace daybook {

QString Location::toString() const
{
    QString text = file;
    if (line > 0)
        text += QLatin1Char(':') + QString::number(line);
    if (line > 0 && column > 0)
        text += QLatin1Char(':') + QString::number(column);
    return text;
}

QString Error::toString() const
{
    return where ? where->toString() + QStringLiteral(": ") + message : message;
}

QString toString(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::Cancelled:
        return QStringLiteral("cancelled");
    case ErrorKind::Usage:
        return QStringLiteral("usage");
    case ErrorKind::Project:
        return QStringLiteral("project");
    case ErrorKind::Connection:
        return QStringLiteral("connection");
    case ErrorKind::Authentication:
        return QStringLiteral("authentication");
    case ErrorKind::Permission:
        return QStringLiteral("permission");
    case ErrorKind::Sql:
        return QStringLiteral("sql");
    case ErrorKind::Conflict:
        return QStringLiteral("conflict");
    case ErrorKind::Source:
        return QStringLiteral("source");
    case ErrorKind::Data:
        return QStringLiteral("data");
    case ErrorKind::Io:
        return QStringLiteral("io");
    case ErrorKind::Internal:
        break;
    }
    return QStringLiteral("internal");
}

} // namespace daybook
